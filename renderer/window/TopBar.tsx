// The bar over everything: which model, which view, and the window's own switches.
import { Tabs } from '@base-ui/react/tabs';
import { Command, FolderOpen, Moon, Sun } from 'lucide-react';
import { chooseModel } from '#renderer/actions/openModel.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { showOverlay } from '#renderer/store/view.ts';
import { themeStore, toggleTheme } from '#renderer/theme/theme.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { Tip } from '#renderer/widgets/Tip.tsx';
import { BreadcrumbSlot } from './BreadcrumbSlot.tsx';
import { ConnectionState } from './ConnectionState.tsx';
import { shortcutText } from './keys.ts';
import { ModelMenu } from './ModelMenu.tsx';
import { RunningCount } from './RunningCount.tsx';
import { SampleButton } from './SampleButton.tsx';
import styles from './TopBar.module.css';
import { UploadProgress } from './UploadProgress.tsx';

export function TopBar() {
  const theme = useSlice(themeStore, (slice) => slice.theme);
  return (
    <header className={styles.bar}>
      <h1 className={styles.mark}>
        <img src="./icon.svg" alt="Lathe" width={20} height={20} />
      </h1>
      <ModelMenu />
      <UploadProgress />
      <Tip text={`Open a model (${shortcutText('Mod+O')})`}>
        <Button look="quiet" icon={<FolderOpen />} onClick={() => void chooseModel()}>
          Open…
        </Button>
      </Tip>
      <SampleButton />
      <BreadcrumbSlot />
      <Tabs.List className={styles.tabs} activateOnFocus>
        <Tabs.Tab className={styles.tab} value="graph">
          Graph
        </Tabs.Tab>
        <Tabs.Tab className={styles.tab} value="builds">
          Builds
        </Tabs.Tab>
        <Tabs.Tab className={styles.tab} value="compare">
          Compare
        </Tabs.Tab>
        <Tabs.Tab className={styles.tab} value="precision">
          Precision
        </Tabs.Tab>
        <Tabs.Tab className={styles.tab} value="deploy">
          Deploy
        </Tabs.Tab>
        <Tabs.Tab className={styles.tab} value="jobs">
          Jobs
          <RunningCount />
        </Tabs.Tab>
      </Tabs.List>
      <div className={styles.switches}>
        <ConnectionState />
        <IconButton
          name="Commands"
          shortcut={shortcutText('Mod+K')}
          icon={<Command />}
          onClick={() => showOverlay('palette')}
        />
        <IconButton
          name={theme === 'dark' ? 'Switch to light' : 'Switch to dark'}
          icon={theme === 'dark' ? <Sun /> : <Moon />}
          onClick={toggleTheme}
        />
      </div>
    </header>
  );
}
