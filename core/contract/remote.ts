// Other machines that run Lathe: how they are reached, what they can do, and what is sent to them and fetched.
import { z } from 'zod';
import { doctorSchema } from './target.ts';

export const hostNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, 'a host’s name has letters, digits, dots, dashes and underscores');

/** The address of `lathe serve`, or a command that prints it as one line of JSON and forwards its port, such as ssh. */
export const hostWaySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('url'), url: z.url({ protocol: /^https?$/ }) }),
  z.object({ kind: z.literal('command'), command: z.string().min(1) }),
]);
export type HostWay = z.infer<typeof hostWaySchema>;

export const remoteHostSchema = z.object({
  name: hostNameSchema,
  way: hostWaySchema,
  state: z.enum(['idle', 'connecting', 'ready', 'lost', 'refused']),
  /** Why it is not ready; empty where it is. */
  why: z.string(),
  /** What it can build and run; null until it was reached. */
  doctor: doctorSchema.nullable(),
});
export type RemoteHost = z.infer<typeof remoteHostSchema>;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex');
/** Relative, with forward slashes, and nowhere but down. */
const partPathSchema = z
  .string()
  .max(1000)
  .refine((path) => path.split('/').every(goesDown), { message: 'a path goes down only' });

function goesDown(part: string): boolean {
  return part !== '' && !/^\.+$/.test(part) && !/[\\:]/.test(part) && !part.includes('\0');
}

export const contentSchema = z.object({ sha256: sha256Schema, bytes: z.number().int().nonnegative() });
export type Content = z.infer<typeof contentSchema>;
/** Of what is not there whole, how many bytes have arrived. */
export const missingContentSchema = z.object({ sha256: sha256Schema, have: z.number().int().nonnegative() });
export const placedContentSchema = z.object({ path: partPathSchema, sha256: sha256Schema });
export type PlacedContent = z.infer<typeof placedContentSchema>;
export const artifactFileSchema = contentSchema.extend({ path: partPathSchema });
export type ArtifactFile = z.infer<typeof artifactFileSchema>;

/** The most that is read of an artifact in one answer. */
export const largestRange = 4 * 2 ** 20;
