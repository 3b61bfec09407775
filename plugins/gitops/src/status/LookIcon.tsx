import { Look } from './looks';
import tones from './tones.module.css';

/** A look as an icon. It repeats what a word beside it says. */
export function LookIcon(props: {
  look: Look;
  size?: number;
  className?: string;
}) {
  const { look, size = 16, className = '' } = props;
  return (
    <look.Icon
      aria-hidden
      size={size}
      className={`${tones[look.tone]} ${className}`}
    />
  );
}
