// A program that asks the deployment, in the language chosen, to be copied.
import { Copy } from 'lucide-react';
import { useState } from 'react';
import type { Deployment } from '#core/contract/serving.ts';
import { copyText } from '#renderer/actions/copyText.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { Choice } from '#renderer/widgets/Choice.tsx';
import { Segments } from '#renderer/widgets/Segments.tsx';
import styles from './DeploymentCard.module.css';
import { snippetsFor } from './snippets.ts';

export function Snippets({ deployment }: { readonly deployment: Deployment }) {
  const { versions } = deployment;
  const [name, setName] = useState<string | null>(null);
  const [language, setLanguage] = useState('curl');
  const version = versions.find((one) => one.name === name) ?? versions[0];
  if (!version) return null;
  const snippets = snippetsFor(deployment, version);
  const shown = snippets.find(({ id }) => id === language) ?? snippets[0];
  if (!shown) return null;
  return (
    <div className={styles.snippets}>
      <div className={styles.tools}>
        <Segments
          name="Language"
          value={shown.id}
          options={snippets.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={setLanguage}
        />
        {versions.length > 1 && (
          <Choice
            name="Model to ask"
            value={version.name}
            options={versions.map((one) => ({ value: one.name, label: one.name }))}
            onChange={setName}
          />
        )}
        <Button look="quiet" icon={<Copy />} onClick={() => void copyText(shown.text, 'The program')}>
          Copy
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys. */}
      <section className={styles.code} tabIndex={0} aria-label={`Program, ${shown.title}`}>
        <pre>{shown.text}</pre>
      </section>
    </div>
  );
}
