// An SVG picture as PNG, drawn by the browser.
import { LatheError } from '#core/contract/failure.ts';

/** What browsers draw at once: pixels a side, and pixels in all. */
const longestSide = 16_384;
const mostPixels = 64e6;
/** Sharp on dense screens and in print, as far as the limits allow. */
const density = 2;

/** The scale at which a picture of this size is drawn: at most `density`. */
export function pngScale(width: number, height: number): number {
  return Math.min(density, longestSide / Math.max(width, height), Math.sqrt(mostPixels / (width * height)));
}

export async function pngOf(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = pngScale(image.naturalWidth, image.naturalHeight);
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob) return new Uint8Array(await blob.arrayBuffer());
    throw new LatheError({
      kind: 'job',
      reason: 'The browser could not draw the graph as PNG.',
      next: 'Save it as SVG, which has no largest size.',
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
