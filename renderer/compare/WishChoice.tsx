// What the user wants most of an engine; the lines are put in that order.
import { Choice } from '#renderer/widgets/Choice.tsx';
import { type Wish, wishes, wishNames } from './order.ts';

interface WishChoiceProps {
  readonly wish: Wish;
  /** Percentage points of accuracy that may be lost. */
  readonly limit: number;
  readonly onWish: (wish: Wish) => void;
  readonly onLimit: (limit: number) => void;
}

const limits = [0.1, 0.25, 0.5, 1, 2, 5];

export function WishChoice({ wish, limit, onWish, onLimit }: WishChoiceProps) {
  return (
    <>
      <Choice
        name="Order by"
        value={wish}
        options={wishes.map((each) => ({ value: each, label: wishNames[each] }))}
        onChange={onWish}
      />
      {wish === 'within' && (
        <Choice
          name="Accuracy that may be lost"
          value={String(limit)}
          options={limits.map((each) => ({ value: String(each), label: `≤ ${each} points` }))}
          onChange={(next) => onLimit(Number(next))}
        />
      )}
    </>
  );
}
