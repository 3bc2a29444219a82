import type { Role } from '@posthorn/server/domain/permissions.ts';
import { useMay, useWorkspace } from '../../lib/session.ts';
import { Field, Select } from '../../ui/field.tsx';
import { memberWords } from '../../words/members.ts';

/** From the mightiest on; nobody gives a role above their own. */
const ROLES: readonly Role[] = ['owner', 'admin', 'developer', 'agent', 'viewer'];

/** A role, with what it may do in a sentence. */
export function RoleField({ value, onChange }: { readonly value: Role; readonly onChange: (role: Role) => void }) {
  const { role: own } = useWorkspace();
  const mayManage = useMay()('members.write');
  const from = own === 'portal' || !mayManage ? ROLES.length : ROLES.indexOf(own);
  return (
    <Field label={memberWords.role} hint={memberWords.roles[value]}>
      <Select
        value={value}
        onChange={onChange}
        options={ROLES.map((role, index) => ({ value: role, label: role, disabled: index < from }))}
      />
    </Field>
  );
}
