// How long the next search may take.
import { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import { recall, remember } from './remembered.ts';

const schema = z.object({ minutes: z.number().positive() });

export const searchFormStore = createStore<z.infer<typeof schema>>(() => recall('search', schema, { minutes: 5 }));

export function changeMinutes(minutes: number): void {
  searchFormStore.setState({ minutes });
  remember('search', { minutes });
}
