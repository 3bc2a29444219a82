import { CircleCheck, LoaderCircle, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { ApiProblem, api } from '../../lib/api.ts';
import { formatDuration } from '../../lib/format.ts';
import { Field, Input } from '../../ui/field.tsx';
import { describeProblem } from '../../ui/panel.tsx';
import { formatDate } from '../../ui/time.tsx';
import { endpointWords } from '../../words/endpoints.ts';
import type { UrlCheck } from './endpoint-types.ts';

const words = endpointWords.check;
/** Long enough that somebody who types is not asked about half an address. */
const QUIET_MS = 700;

interface UrlFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | null;
  /** It cannot be changed, and why. */
  readonly fixed?: string | undefined;
  readonly autoFocus?: boolean;
}

/** The URL of an endpoint, which is looked at while it is typed: may it be reached, does it answer, until when is its certificate good. */
export function UrlField({ value, onChange, error, fixed, autoFocus = false }: UrlFieldProps) {
  const check = useUrlCheck(fixed === undefined ? value : '');
  const isRefused = check.kind === 'checked' && !check.result.can_be_saved;
  const refusal = isRefused ? check.result.problems[0]?.message : null;
  return (
    <div className="grid gap-1.5">
      <Field label={endpointWords.form.url} hint={fixed ?? endpointWords.form.urlHint} error={error ?? refusal}>
        <Input
          type="url"
          inputMode="url"
          required
          autoFocus={autoFocus}
          spellCheck={false}
          autoComplete="off"
          placeholder="https://"
          value={value}
          readOnly={fixed !== undefined}
          onChange={(event) => onChange(event.target.value)}
          className="mono"
        />
      </Field>
      <div aria-live="polite" className="grid gap-1 text-12">
        <CheckResult check={check} />
      </div>
    </div>
  );
}

type Check =
  | { readonly kind: 'none' | 'checking' }
  | { readonly kind: 'checked'; readonly result: UrlCheck }
  | { readonly kind: 'failed'; readonly error: unknown };

function useUrlCheck(value: string): Check {
  const url = value.trim();
  const [check, setCheck] = useState<Check>({ kind: 'none' });
  useEffect(() => {
    if (!isWorthAsking(url)) {
      setCheck({ kind: 'none' });
      return;
    }
    const ending = new AbortController();
    const timer = setTimeout(() => {
      setCheck({ kind: 'checking' });
      api
        .post<UrlCheck>('/v1/endpoints/check-url', { url }, { signal: ending.signal })
        .then((result) => setCheck({ kind: 'checked', result }))
        .catch((failure: unknown) => {
          if (failure instanceof ApiProblem) setCheck({ kind: 'failed', error: failure });
        });
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [url]);
  return check;
}

function isWorthAsking(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? '';
  return /^https?:\/\/[^/]+/.test(url) && (host.includes('.') || host.includes(':') || host === 'localhost');
}

function CheckResult({ check }: { readonly check: Check }): ReactNode {
  switch (check.kind) {
    case 'none':
      return null;
    case 'checking':
      return (
        <Line icon={<LoaderCircle aria-hidden="true" className="mt-0.5 size-3.5 flex-none animate-spin text-fg-3" />}>
          {words.checking}
        </Line>
      );
    case 'failed':
      return (
        <Line icon={<Warn />}>
          {words.failed} {describeProblem(check.error)}
        </Line>
      );
    case 'checked':
      // Why it cannot be saved stands at the field.
      return check.result.can_be_saved ? <Findings result={check.result} /> : null;
  }
}

function Findings({ result }: { readonly result: UrlCheck }) {
  const { problems, reachable, latency_ms, tls, addresses_checked: addresses } = result;
  return (
    <>
      {problems.map(({ code, message }) => (
        <Line key={code} icon={<Warn />}>
          <span className="text-fg">{message}</span>
        </Line>
      ))}
      {problems.length > 0 && reachable === null && <Line icon={<span className="size-3.5" />}>{words.savable}</Line>}
      {reachable !== null && latency_ms !== null && (
        <Line icon={<Fine />}>
          {words.fine(reachable.status_code, formatDuration(latency_ms))}. {words.fineHint}
        </Line>
      )}
      {tls !== null && (
        <Line icon={<Fine />}>
          {words.tls(tls.issuer, formatDate(tls.valid_to))}, {words.days(tls.days_left)}
        </Line>
      )}
      {tls === null && reachable !== null && <Line icon={<Warn />}>{words.plain}</Line>}
      {addresses > 0 && <Line icon={<Fine />}>{words.addresses(addresses)}</Line>}
    </>
  );
}

function Line({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <p className="flex items-start gap-1.5 text-fg-2">
      {icon}
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}

const Fine = () => <CircleCheck aria-hidden="true" className="mt-0.5 size-3.5 flex-none text-success" />;
const Warn = () => <TriangleAlert aria-hidden="true" className="mt-0.5 size-3.5 flex-none text-warning" />;
