// Two graphs that follow each other: after one was moved by the other, what it tells of its moves is an echo for a while.

/** The view glides to where it is sent. */
const glide = 350;

export interface QuietPeriod {
  /** Begins one, and makes the move. */
  during(move: () => void): void;
  isOver(): boolean;
}

export function quietPeriod(): QuietPeriod {
  let until = 0;
  return {
    during(move) {
      until = performance.now() + glide;
      move();
    },
    isOver: () => performance.now() >= until,
  };
}
