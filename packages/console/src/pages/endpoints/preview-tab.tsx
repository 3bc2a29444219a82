import { useUrlState } from '../../lib/url-state.ts';
import { Code } from '../../ui/code.tsx';
import { Details } from '../../ui/details.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { Panel, Reading } from '../../ui/panel.tsx';
import { endpointWords } from '../../words/endpoints.ts';
import type { Endpoint, EventType } from './endpoint-types.ts';
import { isChosen } from './event-choice.ts';
import { useCatalogue } from './use-endpoints.ts';

const words = endpointWords.preview;
const FIRST = 'message.received';

/** What the receiver of an endpoint gets of any event type. */
export function PreviewTab({ endpoint }: { readonly endpoint: Endpoint }) {
  const catalogue = useCatalogue();
  return (
    <Panel title={words.title}>
      <Reading query={catalogue} rows={8}>
        {({ data }) => <Preview catalogue={data} endpoint={endpoint} />}
      </Reading>
    </Panel>
  );
}

function Preview({ catalogue, endpoint }: { readonly catalogue: readonly EventType[]; readonly endpoint: Endpoint }) {
  const [{ example: wanted = FIRST }, change] = useUrlState();
  const shown = catalogue.find(({ type }) => type === wanted) ?? catalogue[0];
  if (shown === undefined) return null;
  const inFormat = shown.formats[endpoint.format] ?? null;
  const isSubscribed =
    inFormat !== null && isChosen(endpoint.event_types, { type: shown.type, isByName: inFormat.by_name });
  return (
    <div className="grid gap-3.5">
      <p className="text-fg-2">{words.intro(endpoint.format)}</p>
      <Field label={words.type} hint={shown.description} className="max-w-120">
        <Select
          value={shown.type}
          onChange={(example) => change({ example }, { replace: true })}
          options={catalogue.map(({ type, formats }) => ({
            value: type,
            label: formats[endpoint.format] === null ? `${type} – ${words.cannot}` : type,
          }))}
          className="mono"
        />
      </Field>
      {inFormat === null ? (
        <p role="status" className="text-warning">
          {words.cannot}
        </p>
      ) : (
        <>
          {!isSubscribed && (
            <p role="status" className="text-12 text-warning">
              {words.notSubscribed}
            </p>
          )}
          <Details
            rows={[
              [words.name, <code key="name">{inFormat.name}</code>],
              [words.contentType, <code key="type">{inFormat.content_type}</code>],
              ...Object.entries(inFormat.headers ?? {}).map(
                ([name, value]) => [<code key={name}>{name}</code>, <code key="value">{value}</code>] as const,
              ),
            ]}
          />
          <Code text={JSON.stringify(inFormat.example, null, 2)} label={words.body} />
          <p className="text-12 text-fg-3">
            {words.signature} {Object.keys(endpoint.format_options).length > 0 && words.options}
          </p>
        </>
      )}
    </div>
  );
}
