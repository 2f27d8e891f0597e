// The Python that makes of encoded images what a model takes: a module that needs Pillow and NumPy alone, and the model of
// Triton's Python backend around it.
import type { Preprocessing } from '#core/contract/data.ts';
import { quoted } from './programInputs.ts';

/** What the container needs beside NumPy; the version that was tested. */
export const pillow = 'pillow==12.0.0';

/**
 * `decode(bytes)` gives the float32 values of one image without a batch axis: upright, transparency on black, resized with
 * Pillow's BILINEAR, x = (pixel · scale − mean) / std. Levels differ from Lathe's own by one or so where it resizes.
 */
export function decodeProgram({ resize, channels, layout, scale, mean, std }: Preprocessing): string {
  const { width, height, fit } = resize;
  const list = (values: readonly number[]) => `[${values.join(', ')}]`;
  return `"""Makes of an encoded image the values that the model takes."""
import io

import numpy as np
from PIL import Image, ImageOps

WIDTH, HEIGHT = ${width}, ${height}
SCALE = np.float32(${scale})
MEAN = np.array(${list(mean)}, np.float32)
STD = np.array(${list(std)}, np.float32)


def upright(data):
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, (0, 0, 0, 255)), image)
    return image.convert("RGB")


def resized(image):
${resizing[fit]}

def decode(data):
    image = resized(upright(data))
${channels === 'gray' ? '    pixels = np.asarray(image.convert("L"), np.float32)[:, :, None]' : `    pixels = np.asarray(image, np.float32)${channels === 'bgr' ? '[:, :, ::-1]' : ''}`}
    values = (pixels * SCALE - MEAN[: pixels.shape[2]]) / STD[: pixels.shape[2]]
    return np.ascontiguousarray(${layout === 'nchw' ? 'values.transpose(2, 0, 1)' : 'values'}, np.float32)
`;
}

const scaled = (most: 'min' | 'max') => `    factor = ${most}(WIDTH / image.width, HEIGHT / image.height)
    size = max(1, round(image.width * factor)), max(1, round(image.height * factor))
    image = image.resize(size, Image.Resampling.BILINEAR) if image.size != size else image
`;

const resizing: Readonly<Record<Preprocessing['resize']['fit'], string>> = {
  fill: `    size = WIDTH, HEIGHT
    return image.resize(size, Image.Resampling.BILINEAR) if image.size != size else image
`,
  cover: `${scaled('max')}    left, top = (image.width - WIDTH) // 2, (image.height - HEIGHT) // 2
    return image.crop((left, top, left + WIDTH, top + HEIGHT))
`,
  contain: `${scaled('min')}    whole = Image.new("RGB", (WIDTH, HEIGHT))
    whole.paste(image, ((WIDTH - image.width) // 2, (HEIGHT - image.height) // 2))
    return whole
`,
};

/** The model of Triton's Python backend: one encoded image a row of IMAGE. */
export function decodeModel(output: string): string {
  return `"""Decodes images for Triton: each element of IMAGE becomes a row of ${output.replace(/[\\"]/g, '_')}."""
import pathlib
import sys

import numpy as np
import triton_python_backend_utils as pb_utils

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from decode import decode


class TritonPythonModel:
    def execute(self, requests):
        return [self.answer(request) for request in requests]

    def answer(self, request):
        try:
            images = pb_utils.get_input_tensor_by_name(request, "IMAGE").as_numpy().reshape(-1)
            tensor = pb_utils.Tensor(${quoted(output)}, np.stack([decode(image) for image in images]))
            return pb_utils.InferenceResponse(output_tensors=[tensor])
        except Exception as error:
            failure = pb_utils.TritonError(f"the image cannot be decoded: {error}")
            return pb_utils.InferenceResponse(output_tensors=[], error=failure)
`;
}
