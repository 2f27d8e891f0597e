// Prints why a test was skipped, which the list reporter leaves out.
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

export default class SkipReasons implements Reporter {
  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status !== 'skipped') return;
    const reason = test.annotations.find((annotation) => annotation.type === 'skip')?.description;
    console.log(`     skipped: ${test.title} — ${reason ?? 'no reason given'}`);
  }
}
