// The main job without a pointer: every step is reached with keys, and what has the focus can be seen.
import { expect, type Page } from '@playwright/test';
import { test } from '../support/workbench.ts';

/** Presses Tab until a control of this name has the focus; fails where one on the way cannot be seen to have it. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press('Tab');
    const focus = page.locator(':focus');
    if ((await focus.count()) === 0) continue;
    const seen = await focus.evaluate((element) => {
      const { outlineStyle, backgroundColor } = getComputedStyle(element);
      const inView = element.getBoundingClientRect().bottom <= innerHeight + 1;
      const marked = outlineStyle !== 'none' || backgroundColor !== 'rgba(0, 0, 0, 0)';
      return { inView, marked, html: element.outerHTML.slice(0, 120) };
    });
    expect(seen, 'what has the focus can be seen').toMatchObject({ marked: true, inView: true });
    if ((await focus.innerText()).trim() === name) return;
  }
  throw new Error(`${name} cannot be reached with Tab.`);
}

test('starts a comparison, follows it and cancels it with keys alone', async ({ workbench: page }) => {
  await tabTo(page, 'Compare FP32, FP16 and INT8');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Compare', exact: true })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('button', { name: 'Build and compare' })).toBeEnabled();
  await tabTo(page, 'Build and compare');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Comparison at work' })).toBeVisible();
  await tabTo(page, 'Cancel');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Comparison at work' })).toBeHidden({ timeout: 30_000 });
});

test('walks the graph with the arrows, and sees the reason of a fusion', async ({ workbench: page }) => {
  await page.keyboard.press('Control+Shift+F');
  await expect(page.getByRole('region', { name: 'Predicted fusions' })).toBeVisible();
  await page.getByRole('application').focus();
  for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowDown');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('BatchNormalization');
  await expect(inspector).toContainText(/nodes in one kernel/);
  await page.keyboard.press('Escape');
  await expect(inspector).toContainText('Inputs');
});
