import { SearchField } from '@backstage/ui';
import { useEffect, useState } from 'react';

/** After the last key, so that not each of them is a search */
const typingMs = 300;

/** A search field that waits until the reader has stopped typing; null is an empty search. */
export function Search(props: {
  className: string;
  size?: 'small';
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string | null) => void;
}) {
  const { value, onChange } = props;
  const [typed, setTyped] = useState(value);
  // The address may change by itself, as Back does
  useEffect(
    () => setTyped(text => (text.trim() === value ? text : value)),
    [value],
  );
  useEffect(() => {
    const text = typed.trim();
    if (text === value) return undefined;
    const timer = setTimeout(() => onChange(text || null), typingMs);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <SearchField
      className={props.className}
      size={props.size}
      aria-label={props.label}
      placeholder={props.placeholder}
      value={typed}
      onChange={setTyped}
    />
  );
}
