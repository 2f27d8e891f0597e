// The window's frame: top bar, the tabs, the drawer, and what lies over them.
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tabs } from '@base-ui/react/tabs';
import { Tooltip } from '@base-ui/react/tooltip';
import { Suspense, useEffect } from 'react';
import { useSlice } from '#renderer/store/useStore.ts';
import { showTab, type Tab, viewStore } from '#renderer/store/view.ts';
import { Waiting } from '#renderer/widgets/Waiting.tsx';
import styles from './App.module.css';
import { CommandPalette } from './CommandPalette.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Drawer } from './Drawer.tsx';
import { DropZone } from './DropZone.tsx';
import { GraphTab } from './GraphTab.tsx';
import { Notices } from './Notices.tsx';
import { ShortcutList } from './ShortcutList.tsx';
import { TabBoundary } from './TabBoundary.tsx';
import { TopBar } from './TopBar.tsx';
import { BuildsTab, CompareTab, DeployTab, fetchAhead, JobsTab, PrecisionTab } from './tabPanels.ts';
import { useFirstModel } from './useFirstModel.ts';
import { useShortcuts } from './useShortcuts.ts';

export function App() {
  const tab = useSlice(viewStore, (view) => view.tab);
  useShortcuts();
  useFirstModel();
  useEffect(fetchAhead, []);
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={400}>
        <Tabs.Root className={styles.window} value={tab} onValueChange={(next: Tab) => showTab(next)}>
          <TopBar />
          <ConnectionBanner />
          <main className={styles.main}>
            <Tabs.Panel className={styles.panel} value="graph" keepMounted>
              <TabBoundary tab="Graph">
                <GraphTab />
              </TabBoundary>
            </Tabs.Panel>
            <Tabs.Panel className={styles.panel} value="builds">
              <TabBoundary tab="Builds">
                <Suspense fallback={<Waiting text="Loading" />}>
                  <BuildsTab />
                </Suspense>
              </TabBoundary>
            </Tabs.Panel>
            <Tabs.Panel className={styles.panel} value="compare">
              <TabBoundary tab="Compare">
                <Suspense fallback={<Waiting text="Loading" />}>
                  <CompareTab />
                </Suspense>
              </TabBoundary>
            </Tabs.Panel>
            <Tabs.Panel className={styles.panel} value="precision">
              <TabBoundary tab="Precision">
                <Suspense fallback={<Waiting text="Loading" />}>
                  <PrecisionTab />
                </Suspense>
              </TabBoundary>
            </Tabs.Panel>
            <Tabs.Panel className={styles.panel} value="deploy">
              <TabBoundary tab="Deploy">
                <Suspense fallback={<Waiting text="Loading" />}>
                  <DeployTab />
                </Suspense>
              </TabBoundary>
            </Tabs.Panel>
            <Tabs.Panel className={styles.panel} value="jobs">
              <TabBoundary tab="Jobs">
                <Suspense fallback={<Waiting text="Loading" />}>
                  <JobsTab />
                </Suspense>
              </TabBoundary>
            </Tabs.Panel>
            <Notices />
          </main>
          <Drawer />
        </Tabs.Root>
        <CommandPalette />
        <ShortcutList />
        <DropZone />
      </Tooltip.Provider>
    </CSPProvider>
  );
}
