// axe finds no serious violation in any view, in either theme.
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { openTab, test } from '../support/workbench.ts';

for (const theme of ['dark', 'light'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });
    for (const tab of ['Graph', 'Builds', 'Compare', 'Precision', 'Deploy', 'Jobs'] as const) {
      test(`${tab} has no serious violation`, async ({ workbench: page }) => {
        await openTab(page, tab);
        await page.waitForTimeout(300);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const serious = violations.filter(
          (violation) => violation.impact === 'serious' || violation.impact === 'critical',
        );
        expect(
          serious.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`),
        ).toEqual([]);
      });
    }
  });
}
