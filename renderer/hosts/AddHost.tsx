// The form that takes a host into the list.
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { hostNameSchema } from '#core/contract/remote.ts';
import { addHost, wayOf } from '#renderer/actions/hosts.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import styles from './HostsPanel.module.css';

export function AddHost() {
  const [name, setName] = useState('');
  const [way, setWay] = useState('');
  const [token, setToken] = useState('');
  const [error, setError] = useState<string | null>(null);
  const command = way.trim() !== '' && wayOf(way).kind === 'command';
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = whatIsWrong(name, way, token);
    setError(wrong);
    if (wrong !== null) return;
    if (!(await addHost(name, way, token))) return;
    setName('');
    setWay('');
    setToken('');
  };
  return (
    <form className={styles.form} onSubmit={(event) => void add(event)}>
      <input
        aria-label="Name of the host"
        placeholder="Name"
        value={name}
        aria-invalid={error !== null && !hostNameSchema.safeParse(name.trim()).success}
        onChange={(event) => setName(event.target.value)}
      />
      <input
        aria-label="Address or command"
        placeholder="http://box:4173/ or ssh -L … lathe serve --json"
        spellCheck={false}
        value={way}
        onChange={(event) => setWay(event.target.value)}
      />
      <input
        aria-label="Token"
        type="password"
        autoComplete="off"
        placeholder={command ? 'Token, if it prints none' : 'Token that lathe serve printed'}
        value={token}
        onChange={(event) => setToken(event.target.value)}
      />
      {error !== null && (
        <span className={styles.error} role="alert">
          {error}
        </span>
      )}
      <Button type="submit" icon={<Plus />} disabled={name.trim() === '' || way.trim() === ''}>
        Add
      </Button>
    </form>
  );
}

/** One sentence, or null. */
function whatIsWrong(name: string, way: string, token: string): string | null {
  if (!hostNameSchema.safeParse(name.trim()).success) {
    return 'A name has letters, digits, dots, dashes and underscores, and begins with a letter or digit.';
  }
  const { kind } = wayOf(way);
  if (kind === 'command' || token.trim() !== '') return null;
  const carried = new URL(way.trim()).searchParams.has('token');
  return carried ? null : 'Its token is missing: nothing is sent without the one that lathe serve printed there.';
}
