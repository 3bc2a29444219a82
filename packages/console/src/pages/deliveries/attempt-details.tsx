import { formatDuration, plural } from '../../lib/format.ts';
import { useApi } from '../../lib/queries.ts';
import { Code } from '../../ui/code.tsx';
import { Details } from '../../ui/details.tsx';
import { Empty, Reading } from '../../ui/panel.tsx';
import { StatePill } from '../../ui/pill.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import { remedyOf, type SingleDelivery } from './delivery.ts';
import type { Attempt, DeliveryRequest } from './delivery-request.ts';
import { SignatureCheck } from './signature-check.tsx';

const words = deliveryWords.details;

/** Bytes of an answer that the delivery log keeps. */
const ANSWER_BYTES_KEPT = 16_384;

/** The request of an attempt: where to, headers, signature. The body is the payload. */
export function RequestDetails({
  delivery,
  attemptId,
}: {
  readonly delivery: SingleDelivery;
  readonly attemptId: string | null;
}) {
  const request = useApi<DeliveryRequest>(
    `/v1/deliveries/${delivery.id}/request`,
    { attempt: attemptId },
    { staleTime: attemptId === null ? 0 : Number.POSITIVE_INFINITY },
  );
  return (
    <Reading query={request}>
      {(sent) => (
        <div className="grid min-w-0 gap-3">
          <p className="mono text-12 break-all">
            <span className="text-fg-3">{sent.method}</span> {sent.url}
          </p>
          {sent.headers === null ? (
            <Empty title={words.noAttempt}>{words.noAttemptText}</Empty>
          ) : (
            <>
              <Headers label={words.requestHeaders} headers={sent.headers} />
              {Object.values(sent.headers).some((value) => value.startsWith('•')) && (
                <p className="text-12 text-fg-3">{words.masked}</p>
              )}
              {sent.endpoint_changed_since && <p className="text-12 text-warning">{words.changedSince}</p>}
              {sent.body !== null && (
                <SignatureCheck
                  endpointId={delivery.endpoint_id}
                  headers={sent.headers}
                  body={sent.body}
                  bodyBytes={sent.body_bytes ?? 0}
                />
              )}
            </>
          )}
        </div>
      )}
    </Reading>
  );
}

/** What the receiver answered to an attempt, and what to do about it. */
export function ResponseDetails({ attemptId }: { readonly attemptId: string | null }) {
  const attempt = useApi<Attempt>(`/v1/attempts/${attemptId ?? ''}`, {}, { enabled: attemptId !== null });
  if (attemptId === null) return <Empty title={words.noAttempt}>{words.noAttemptText}</Empty>;
  return (
    <Reading query={attempt}>
      {(shown) => (
        <div className="grid min-w-0 gap-3">
          <Details
            rows={[
              [words.status, showStatus(shown)],
              shown.duration_ms !== null && [words.took, formatDuration(shown.duration_ms)],
              shown.error_message !== null && [words.error, shown.error_message],
            ]}
          />
          {shown.outcome !== 'succeeded' && <p className="text-fg-2">{remedyOf(shown)}</p>}
          <Answer attempt={shown} />
        </div>
      )}
    </Reading>
  );
}

function Answer({ attempt }: { readonly attempt: Attempt }) {
  if (attempt.answer_hidden === true) return <Empty title={words.answerHiddenTitle}>{words.answerHidden}</Empty>;
  if (attempt.status_code === null) return null;
  const { response_body: body } = attempt;
  const isCut = body !== null && new TextEncoder().encode(body).length >= ANSWER_BYTES_KEPT;
  return (
    <>
      <Headers label={words.responseHeaders} headers={attempt.response_headers} />
      {body === null || body === '' ? (
        <p className="text-12 text-fg-3">{words.noBody}</p>
      ) : (
        <Code text={body} label={words.body} {...(isCut ? { truncated: words.bodyKept } : {})} />
      )}
    </>
  );
}

function showStatus({ status_code: status }: Attempt) {
  if (status === null) return words.noAnswer;
  return <StatePill state={status >= 200 && status < 300 ? 'succeeded' : 'failed'}>{status}</StatePill>;
}

function Headers({ label, headers }: { readonly label: string; readonly headers: Readonly<Record<string, string>> }) {
  const entries = Object.entries(headers);
  return (
    <section aria-label={label} className="grid min-w-0 gap-1.5">
      <h3 className="flex gap-2 text-12 font-medium text-fg-2">
        {label} <span className="num font-normal text-fg-3">{plural(entries.length, 'header')}</span>
      </h3>
      {entries.length === 0 ? (
        <p className="text-12 text-fg-3">{words.noHeaders}</p>
      ) : (
        <dl className="mono grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-3 gap-y-0.5 rounded-2 border border-line bg-sunken px-3 py-2 text-12">
          {entries.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-(--ph-code-key)">{name}</dt>
              <dd className="break-all text-fg-2">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
