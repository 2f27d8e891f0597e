// Guesses where a file is read next when it is read in jumps over its weights: the layers of a network are alike.

/** Jumps of two layers differ by as much as the names in them. */
const tolerance = 64;
/** So many jumps are looked ahead. */
const depth = 4;
/** As many jumps before say which earlier place this one is like. */
const longestContext = 8;
/** No earlier place is looked for further back. */
const furthest = 512;

export class Jumps {
  private readonly lengths: number[] = [];
  private last: number | undefined;

  /** Notes that the file was read at `offset`; gives the offsets where it is likely to be read next, nearest first. */
  next(offset: number): readonly number[] {
    const { lengths, last } = this;
    if (last !== undefined) lengths.push(offset - last);
    this.last = offset;
    const alike = this.alike();
    if (alike === -1) return [];
    const period = lengths.length - 1 - alike;
    let at = offset;
    return Array.from({ length: depth }, (_, step) => {
      at += lengths[alike + 1 + (step % period)] as number;
      return at;
    });
  }

  /** The earlier jump with the most alike jumps before it, the latest of several; -1 where none is like the last. */
  private alike(): number {
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
    return best;
  }

  private isAlike(a: number, b: number): boolean {
    return Math.abs((this.lengths[a] as number) - (this.lengths[b] as number)) <= tolerance;
  }
}
