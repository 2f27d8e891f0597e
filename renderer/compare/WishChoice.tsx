// In which order the builds are listed.
import { Choice } from '#renderer/widgets/Choice.tsx';
import { type Wish, wishes, wishNames } from './order.ts';

interface WishChoiceProps {
  readonly wish: Wish;
  readonly onWish: (wish: Wish) => void;
}

export function WishChoice({ wish, onWish }: WishChoiceProps) {
  return (
    <Choice
      name="Order by"
      value={wish}
      options={wishes.map((each) => ({ value: each, label: wishNames[each] }))}
      onChange={onWish}
    />
  );
}
