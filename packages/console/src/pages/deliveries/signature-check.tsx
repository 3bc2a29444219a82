import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { plural } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import { canCheckSignatures, checkSignatures, type SignatureResult } from './check-signature.ts';

/** Secrets that were pasted, by endpoint: in the memory of this page and nowhere else, until it is reloaded. */
const pasted = new Map<string, string>();

interface SignatureCheckProps {
  readonly endpointId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly bodyBytes: number;
}

const { signature } = deliveryWords;

type Outcome =
  | { readonly kind: 'checked'; readonly results: readonly SignatureResult[] }
  | { readonly kind: 'failed'; readonly words: string };

/** Recomputes the signatures of a request over its exact bytes, with a secret that the reader pastes. */
export function SignatureCheck({ endpointId, headers, body, bodyBytes }: SignatureCheckProps) {
  const [secret, setSecret] = useState(() => pasted.get(endpointId) ?? '');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const known = pasted.get(endpointId);
  useEffect(() => {
    if (known === undefined) return;
    let isCurrent = true;
    void check({ headers, body }, known).then((next) => {
      if (isCurrent) setOutcome(next);
    });
    return () => {
      isCurrent = false;
    };
  }, [known, headers, body]);
  if (!canCheckSignatures()) {
    return (
      <section aria-label={signature.title} className="grid gap-1 rounded-2 border border-line bg-sunken p-3">
        <h3 className="text-13">{signature.title}</h3>
        <p className="text-12 text-fg-2">{signature.noCrypto}</p>
      </section>
    );
  }
  const submit = async () => {
    if (secret.trim() === '') return;
    pasted.set(endpointId, secret.trim());
    setOutcome(await check({ headers, body }, secret.trim()));
  };
  const forget = () => {
    pasted.delete(endpointId);
    setSecret('');
    setOutcome(null);
  };
  return (
    <section aria-label={signature.title} className="grid gap-2 rounded-2 border border-line bg-sunken p-3">
      <h3 className="text-13">{signature.title}</h3>
      <p className="text-12 text-fg-2">{signature.text}</p>
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field label={signature.secret} hint={signature.secretHint} className="min-w-48 grow">
          <Input
            type="password"
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
        <span className="flex gap-2">
          <Button type="submit" size="small">
            {signature.check}
          </Button>
          {outcome !== null && (
            <Button size="small" kind="ghost" onClick={forget}>
              {signature.forget}
            </Button>
          )}
        </span>
      </form>
      <div role="status">{outcome !== null && <Result outcome={outcome} bodyBytes={bodyBytes} />}</div>
    </section>
  );
}

function Result({ outcome, bodyBytes }: { readonly outcome: Outcome; readonly bodyBytes: number }) {
  if (outcome.kind === 'failed') return <p className="text-12 text-danger">{outcome.words}</p>;
  const { results } = outcome;
  const isMatch =
    results.some(({ result }) => result === 'matches') && results.every(({ result }) => result !== 'differs');
  return (
    <div className="grid gap-1 text-12">
      <p className="flex flex-wrap items-center gap-x-2">
        {isMatch ? (
          <span className="inline-flex items-center gap-1 font-medium text-success">
            <ShieldCheck aria-hidden="true" className="size-3.5" />
            {signature.matches}
          </span>
        ) : (
          <span className="inline-flex items-center gap-1 font-medium text-danger">
            <ShieldAlert aria-hidden="true" className="size-3.5" />
            {signature.none}
          </span>
        )}
        <span className="text-fg-3">
          {isMatch ? signature.matchesHint(plural(bodyBytes, 'byte')) : signature.noneHint}
        </span>
      </p>
      <ul className="grid gap-0.5 text-fg-2">
        {results.map(({ part, result }) => (
          <li key={part}>
            <code className="mono">{signature.parts[part]}</code>: {signature.results[result]}
          </li>
        ))}
      </ul>
    </div>
  );
}

async function check(
  request: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  secret: string,
): Promise<Outcome> {
  try {
    return { kind: 'checked', results: await checkSignatures(request, secret) };
  } catch (error) {
    if (error instanceof TypeError) return { kind: 'failed', words: signature.badKey };
    if (error instanceof DOMException) return { kind: 'failed', words: signature.noEd25519 };
    throw error;
  }
}
