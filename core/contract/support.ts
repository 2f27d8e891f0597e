// What an installed TensorRT's own parser says of a model before anything is built.
import { z } from 'zod';

export const supportReportSchema = z.object({
  /** The TensorRT that was asked, such as `tensorrt-rtx@1.7.1`. */
  target: z.string(),
  supported: z.boolean(),
  /** Nodes of the main graph, and how many of them lie in subgraphs that the parser reads. */
  nodes: z.number(),
  supportedNodes: z.number(),
  /** Parts that it reads, each of nodes that lie together: a model of several would run in as many engines. */
  subgraphs: z.number(),
  unsupported: z.array(
    z.object({
      /** Empty where the model as a whole is meant. */
      node: z.string(),
      operator: z.string(),
      /** The parser's words. */
      reason: z.string(),
    }),
  ),
});
export type SupportReport = z.infer<typeof supportReportSchema>;
