import { shortenId } from '../../lib/format.ts';
import { useMask } from '../../lib/mask.ts';
import { auditWords } from '../../words/audit-log.ts';
import type { AuditEntry } from './audit-log.page.tsx';

/** Who did something: the name, and of what kind they are. */
export function ActorName({ entry: { actor, actor_name: name } }: { readonly entry: AuditEntry }) {
  const mask = useMask();
  const kind = auditWords.actors[actor.kind];
  if (name === null) {
    const id = actor.kind === 'member' && actor.id === null ? auditWords.unknownActor : kind;
    return (
      <span className="truncate">
        {id} {actor.id !== null && <code className="mono text-12 text-fg-3">{shortenId(actor.id)}</code>}
      </span>
    );
  }
  return (
    <span className="truncate">
      {actor.kind === 'member' ? mask.name(name) : name}
      {actor.kind !== 'member' && <span className="text-fg-3"> · {kind}</span>}
    </span>
  );
}
