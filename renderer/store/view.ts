// What the window shows: tab, model, panels. Nothing here comes from the host.
import { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import { recall, remember } from './remembered.ts';

export const tabs = ['graph', 'builds', 'compare', 'precision', 'deploy', 'jobs'] as const;
export type Tab = (typeof tabs)[number];

const panelsSchema = z.object({
  inspector: z.object({ open: z.boolean(), size: z.number() }),
  drawer: z.object({ open: z.boolean(), size: z.number() }),
  engine: z.object({ open: z.boolean(), size: z.number() }).default({ open: false, size: 300 }),
  engineGraph: z.object({ open: z.boolean(), size: z.number() }).default({ open: false, size: 380 }),
});
export type Panels = z.infer<typeof panelsSchema>;
export type Panel = keyof Panels;

/** Smallest and largest size of each panel in pixels. */
export const panelLimits = {
  inspector: [260, 640],
  drawer: [140, 560],
  engine: [160, 640],
  engineGraph: [220, 900],
} as const;

export type Overlay = 'palette' | 'shortcuts' | null;

export interface View {
  readonly tab: Tab;
  /** The model that all tabs are about, by the host's id. */
  readonly model: string | null;
  readonly panels: Panels;
  readonly overlay: Overlay;
  /** The job whose log the drawer and the Jobs tab show; null: the newest. */
  readonly job: string | null;
  /** The comparison that is shown; null: the model's newest. */
  readonly comparison: string | null;
}

export const viewStore = createStore<View>(() => ({
  tab: 'graph',
  model: null,
  panels: recall('panels', panelsSchema, {
    inspector: { open: true, size: 340 },
    drawer: { open: false, size: 220 },
    engine: { open: false, size: 300 },
    engineGraph: { open: false, size: 380 },
  }),
  overlay: null,
  job: null,
  comparison: null,
}));

export function showTab(tab: Tab): void {
  viewStore.setState({ tab });
}

export function showModel(model: string | null): void {
  viewStore.setState({ model, comparison: null });
  remember('model', model);
}

/** The model of the last visit. */
export const lastModel = () => recall('model', z.string().nullable(), null);

export function showOverlay(overlay: Overlay): void {
  viewStore.setState({ overlay });
}

export function togglePanel(panel: Panel, open?: boolean): void {
  const { panels } = viewStore.getState();
  change({ ...panels, [panel]: { ...panels[panel], open: open ?? !panels[panel].open } });
}

export function resizePanel(panel: Panel, size: number): void {
  const { panels } = viewStore.getState();
  const [least, most] = panelLimits[panel];
  change({ ...panels, [panel]: { ...panels[panel], size: Math.round(Math.min(most, Math.max(least, size))) } });
}

/** Opens the drawer on a job's log. */
export function followJob(job: string): void {
  viewStore.setState({ job });
  togglePanel('drawer', true);
}

function change(panels: Panels): void {
  viewStore.setState({ panels });
  remember('panels', panels);
}
