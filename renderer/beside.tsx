// Starts the page of the second pane: a graph and nothing else; the window around it says which.
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import './theme/tokens.css';
import './theme/base.css';
import { paneApi } from './beside/paneApi.ts';
import { GraphView } from './graph/GraphView.tsx';
import { startTheme } from './theme/theme.ts';

config({ jitless: true });
startTheme(document.documentElement);
window.latheBeside = paneApi();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={400}>
        <GraphView />
      </Tooltip.Provider>
    </CSPProvider>,
  );
}
