import { formatBytes } from '../../lib/format.ts';
import { useApi } from '../../lib/queries.ts';
import { CopyButton } from '../../ui/button.tsx';
import { Panel, Reading } from '../../ui/panel.tsx';
import { Tag } from '../../ui/pill.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { settingsWords } from '../../words/settings.ts';

const words = settingsWords.operator;

interface Setting {
  readonly variable: string;
  readonly value: string | null;
  readonly source: 'environment' | 'default';
  readonly description: string;
}

const GROUPS: readonly (readonly [keyof typeof words.groups, readonly string[]])[] = [
  [
    'retention',
    [
      'POSTHORN_RETENTION',
      'POSTHORN_MEDIA_RETENTION',
      'POSTHORN_AUDIT_RETENTION',
      'POSTHORN_META_REPLAY_WINDOW',
      'POSTHORN_MEDIA_BYTES_MAX',
    ],
  ],
  ['egress', ['POSTHORN_EGRESS_IPS', 'POSTHORN_EGRESS_ALLOW', 'POSTHORN_EGRESS_ALLOW_HTTP']],
  ['gateway', ['POSTHORN_PUBLIC_URL', 'POSTHORN_META_GRAPH_VERSION', 'POSTHORN_SIMULATOR']],
];

/** What holds for every workspace, which variable decides it, and whether somebody did. */
export function OperatorSettings() {
  const settings = useApi<{ operator: readonly Setting[] }>('/v1/settings');
  return (
    <Panel title={words.title} flush>
      <p className="px-4 pb-3 text-fg-2">{words.text}</p>
      <Reading query={settings}>
        {({ operator }) => (
          <>
            {GROUPS.map(([group, variables]) => (
              <section
                key={group}
                aria-labelledby={`operator-${group}`}
                className="border-t border-line-soft px-4 py-3"
              >
                <h3 id={`operator-${group}`} className="mb-2 text-12 text-fg-3">
                  {words.groups[group]}
                </h3>
                <dl className="grid gap-2">
                  {variables.map((variable) => (
                    <Row key={variable} setting={operator.find((one) => one.variable === variable)} />
                  ))}
                </dl>
              </section>
            ))}
          </>
        )}
      </Reading>
    </Panel>
  );
}

function Row({ setting }: { readonly setting: Setting | undefined }) {
  if (setting === undefined) return null;
  const { variable, value, source, description } = setting;
  return (
    <div className="grid grid-cols-[minmax(0,14rem)_minmax(0,1fr)_auto] items-center gap-x-4 max-narrow:grid-cols-1">
      <dt className="min-w-0">{words.names[variable] ?? variable}</dt>
      <dd className="flex min-w-0 items-center gap-1.5">
        <span className="num min-w-0 [overflow-wrap:anywhere]">{inWords(variable, value)}</span>
        {value !== null && variable.endsWith('_IPS') && (
          <CopyButton text={value} label={words.copyVariable(variable)} />
        )}
        {source === 'default' && <Tag>{words.byDefault}</Tag>}
      </dd>
      <dd className="max-narrow:justify-self-start">
        <Tooltip text={description}>
          <code tabIndex={0} className="mono text-11 text-fg-3">
            {variable}
          </code>
        </Tooltip>
      </dd>
    </div>
  );
}

function inWords(variable: string, value: string | null): string {
  if (value === null) return words.notSet;
  if (value === 'true') return words.yes;
  if (value === 'false') return words.no;
  return variable.endsWith('_BYTES_MAX') ? formatBytes(Number(value)) : value;
}
