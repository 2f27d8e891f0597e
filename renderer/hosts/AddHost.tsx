// The form that takes a host into the list.
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { addHost, wayOf } from '#renderer/actions/hosts.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import styles from './HostsPanel.module.css';

export function AddHost() {
  const [name, setName] = useState('');
  const [way, setWay] = useState('');
  const [token, setToken] = useState('');
  const command = way.trim() !== '' && wayOf(way).kind === 'command';
  const add = async (event: FormEvent) => {
    event.preventDefault();
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
      <Button type="submit" icon={<Plus />} disabled={name.trim() === '' || way.trim() === ''}>
        Add
      </Button>
    </form>
  );
}
