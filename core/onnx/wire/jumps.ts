// Guesses where a file is read next when it is read in jumps over its weights: the layers of a network are alike.

/** Jumps of two layers differ by as much as the names in them. */
const tolerance = 64;
/** As many jumps before say which earlier place this one is like. */
const longestContext = 8;
/** So many jumps are looked ahead for each one before that was alike. */
const trust = 4;
/** No earlier place is looked for further back. */
const furthest = 512;

export class Jumps {
  private readonly lengths: number[] = [];
  private last: number | undefined;

  /** Notes that the file was read at `offset`; gives the places where it is likely to be read next, nearest first. */
  next(offset: number): readonly number[] {
    const { lengths, last } = this;
    if (last !== undefined) lengths.push(offset - last);
    this.last = offset;
    const { jump, context } = this.alike();
    const period = lengths.length - 1 - jump;
    let at = offset;
    return Array.from({ length: context * trust }, (_, step) => {
      at += lengths[jump + 1 + (step % period)] as number;
      return at;
    });
  }

  /** The earlier jump with the most alike jumps before it, the latest of several, and how many those are: 0 for none. */
  private alike(): { readonly jump: number; readonly context: number } {
    const { lengths } = this;
    const end = lengths.length - 1;
    let best = -1;
    let longest = 0;
    const first = Math.max(0, end - furthest);
    for (let jump = end - 1; jump >= first && longest < longestContext; jump -= 1) {
      let same = 0;
      while (same < longestContext && same <= jump && this.isAlike(jump - same, end - same)) same += 1;
      if (same > longest) {
        longest = same;
        best = jump;
      }
    }
    return { jump: best, context: longest };
  }

  private isAlike(a: number, b: number): boolean {
    return Math.abs((this.lengths[a] as number) - (this.lengths[b] as number)) <= tolerance;
  }
}
