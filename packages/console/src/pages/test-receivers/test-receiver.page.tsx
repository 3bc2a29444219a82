import { useMutation } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { BadgeCheck, ChevronLeft, FlaskConical, Pause, Play, ShieldX, Trash2, Webhook } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { type ApiProblem, api } from '../../lib/api.ts';
import { formatBytes } from '../../lib/format.ts';
import { useMask } from '../../lib/mask.ts';
import { useApi, useRefresh } from '../../lib/queries.ts';
import { useMay, useSession } from '../../lib/session.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Code } from '../../ui/code.tsx';
import { CopyField, Details, Id } from '../../ui/details.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { LinkButton, usePagePath } from '../../ui/link.tsx';
import { Banner, Empty, Failure, Reading } from '../../ui/panel.tsx';
import { Pill, StatePill, Tag } from '../../ui/pill.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { formatClock, Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { receiverWords } from '../../words/endpoints.ts';
import { uiWords } from '../../words/ui.ts';
import { useTestTypes } from '../endpoints/send-test.tsx';
import {
  ANSWERS,
  type Answer,
  eventNameOf,
  headerOf,
  type ReceivedRequest,
  type TestReceiver,
} from './receiver-types.ts';
import { useRequests } from './use-requests.ts';

const words = receiverWords;
const READ_EVERY_MS = 5_000;
const FIRST_TYPE = 'message.received';
const TEXT_BYTES_KEPT_MAX = 256 * 1_024;

/** Watches what one test receiver receives, and what it answers. */
export function Page() {
  const { receiverId = '' } = useParams({ strict: false }) as { receiverId?: string };
  const receiver = useApi<TestReceiver>(`/v1/test-receivers/${receiverId}`, {}, { refetchInterval: READ_EVERY_MS });
  return (
    <PageFrame
      title={receiver.data?.description ?? words.title}
      crumb={{ label: words.title, to: '/test-receivers' }}
      layout="full"
    >
      <Reading query={receiver} rows={8}>
        {(data) => <Watch key={data.id} receiver={data} />}
      </Reading>
    </PageFrame>
  );
}

function Watch({ receiver }: { readonly receiver: TestReceiver }) {
  const { requests, isPending, error, refetch, look } = useRequests(receiver.id);
  const [{ request: openId }, change] = useUrlState();
  // The newest one is shown until the reader chooses another.
  const open = requests.find(({ id }) => id === openId) ?? (openId === undefined ? requests[0] : undefined);
  return (
    <>
      <Head receiver={receiver} onTested={() => void look()} />
      {error !== null && requests.length === 0 ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : requests.length === 0 && !isPending ? (
        <Waiting receiver={receiver} onTested={() => void look()} />
      ) : (
        <div className="grid min-h-0 grow grid-cols-[20rem_minmax(0,1fr)] max-narrow:grid-cols-1">
          <div
            className={
              openId === undefined
                ? 'min-h-0 overflow-auto border-r border-line'
                : 'min-h-0 overflow-auto border-r border-line max-narrow:hidden'
            }
          >
            <RequestList
              requests={requests}
              openId={open?.id ?? null}
              onOpen={(id) => change({ request: id }, { replace: openId !== undefined })}
            />
          </div>
          <div className={openId === undefined ? 'min-h-0 overflow-auto max-narrow:hidden' : 'min-h-0 overflow-auto'}>
            {open === undefined ? (
              <p className="p-4 text-fg-3">{words.pick}</p>
            ) : (
              <RequestView key={open.id} request={open} onBack={() => change({ request: undefined })} />
            )}
          </div>
        </div>
      )}
    </>
  );
}

interface HeadProps {
  readonly receiver: TestReceiver;
  readonly onTested: () => void;
}

function Head({ receiver, onTested }: HeadProps) {
  const [isDeleting, setIsDeleting] = useState(false);
  const may = useMay();
  const refresh = useRefresh();
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const path = `/v1/test-receivers/${receiver.id}`;
  return (
    <div className="grid gap-2.5 border-b border-line px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Tag>{receiver.format}</Tag>
        <AnswerSwitch receiver={receiver} />
        <span className="ml-auto flex flex-wrap items-center gap-2">
          <TestButton receiver={receiver} onTested={onTested} />
          <LinkButton icon={Webhook} to={`/endpoints/${receiver.id}`}>
            {words.endpoint}
          </LinkButton>
          {may('test_receivers.write') && (
            <IconButton label={words.delete} icon={Trash2} onClick={() => setIsDeleting(true)} />
          )}
        </span>
      </div>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-2 max-narrow:grid-cols-1">
        <span className="text-12 text-fg-3">{words.url}</span>
        <CopyField value={receiver.url} label={words.copyUrl} />
      </div>
      {!receiver.enabled && (
        <Banner tone="warning" icon={Pause} title={words.disabled} action={<EnableButton receiver={receiver} />} />
      )}
      <ConfirmDialog
        open={isDeleting}
        onClose={() => setIsDeleting(false)}
        title={words.deleteAsk.title}
        action={words.deleteAsk.action}
        waiting={words.deleteAsk.waiting}
        run={async () => {
          await api.delete(path);
          // First: nobody is to ask again for what is gone.
          await navigate({ to: pathOf('/test-receivers') });
          await refresh('/v1/test-receivers', '/v1/endpoints', '/v1/statistics');
        }}
      >
        <p>{words.deleteAsk.text}</p>
      </ConfirmDialog>
    </div>
  );
}

function AnswerSwitch({ receiver }: { readonly receiver: TestReceiver }) {
  const may = useMay();
  const refresh = useRefresh();
  const path = `/v1/test-receivers/${receiver.id}`;
  const change = useMutation<TestReceiver, ApiProblem, Answer>({
    mutationFn: (answer) => api.patch<TestReceiver>(path, { answer }),
    onSuccess: ({ answer }) => {
      toast.done(words.answerChanged(words.answers[answer]?.[0] ?? answer));
      return refresh('/v1/test-receivers');
    },
    onError: (error) => toast.failed(words.answerFailed, error),
  });
  const answer = change.isPending ? change.variables : receiver.answer;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-12 text-fg-3">{words.answersWith}</span>
      <Segmented
        label={words.answersWith}
        value={answer}
        onChange={(next) => next !== receiver.answer && change.mutate(next)}
        options={ANSWERS.map((value) => ({
          value,
          label: words.answers[value]?.[0] ?? value,
          title: words.answers[value]?.[1] ?? '',
          disabled: !may('test_receivers.write'),
        }))}
      />
      <span className="text-12 text-fg-2">{words.answers[answer]?.[1]}</span>
    </div>
  );
}

function EnableButton({ receiver }: { readonly receiver: TestReceiver }) {
  const refresh = useRefresh();
  const enable = useMutation<unknown, ApiProblem>({
    mutationFn: () => api.post(`/v1/endpoints/${receiver.id}/enable`),
    onSuccess: () => refresh('/v1/test-receivers', '/v1/endpoints', '/v1/statistics'),
    onError: (error) => toast.failed(words.answerFailed, error),
  });
  return (
    <Button size="small" icon={Play} onClick={() => enable.mutate()}>
      {words.enableIt}
    </Button>
  );
}

function TestButton({ receiver, onTested }: HeadProps) {
  const types = useTestTypes(receiver.format);
  const may = useMay();
  const test = useMutation<unknown, ApiProblem>({
    mutationFn: () =>
      api.post(`/v1/endpoints/${receiver.id}/test`, {
        event_type: types.includes(FIRST_TYPE) ? FIRST_TYPE : (types[0] ?? FIRST_TYPE),
      }),
    onSettled: onTested,
    onError: (error) => toast.failed(words.testFailed, error),
  });
  if (!may('endpoints.write')) return null;
  return (
    <Button icon={Play} waiting={test.isPending && words.sendingTest} onClick={() => test.mutate()}>
      {words.sendTest}
    </Button>
  );
}

function Waiting({ receiver, onTested }: HeadProps) {
  const { features } = useSession();
  const may = useMay();
  return (
    <Empty
      title={words.waiting}
      actions={
        <>
          <TestButton receiver={receiver} onTested={onTested} />
          {features.simulator && may('simulator.use') && (
            <LinkButton icon={FlaskConical} to="/simulator">
              {words.playScenario}
            </LinkButton>
          )}
        </>
      }
    >
      {words.waitingText} {words.urlHint}
    </Empty>
  );
}

interface RequestListProps {
  readonly requests: readonly ReceivedRequest[];
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
}

/** Newest first: a request that comes in stands at the top, and the one that is read stays open. */
function RequestList({ requests, openId, onOpen }: RequestListProps) {
  const walk = (event: KeyboardEvent, index: number) => {
    const step =
      event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0;
    const next = requests[index + step];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    onOpen(next.id);
    const sibling = event.currentTarget.parentElement?.[step === 1 ? 'nextElementSibling' : 'previousElementSibling'];
    sibling?.querySelector('button')?.focus();
  };
  return (
    <ul aria-label={words.requests} aria-live="polite">
      {requests.map((request, index) => (
        <li key={request.id} className="border-b border-line-soft">
          <button
            type="button"
            aria-current={request.id === openId || undefined}
            onClick={() => onOpen(request.id)}
            onKeyDown={(event) => walk(event, index)}
            className="grid w-full gap-1 px-4 py-2 text-left outline-offset-[-2px] hover:bg-hover aria-[current]:bg-selected"
          >
            <span className="flex min-w-0 items-center gap-2">
              <code className="mono min-w-0 grow truncate text-12">{eventNameOf(request) ?? request.method}</code>
              <span className="num flex-none text-12 text-fg-3">{formatClock(request.received_at).slice(0, 8)}</span>
            </span>
            <span className="flex items-center gap-2 text-12 text-fg-3">
              <VerifiedPill request={request} />
              <span className="num">{words.attempt(headerOf(request, 'posthorn-attempt') ?? '–')}</span>
              <span className="ml-auto">{request.answered}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function VerifiedPill({ request }: { readonly request: ReceivedRequest }) {
  return request.verified ? (
    <Pill tone="success" icon={BadgeCheck}>
      {words.verified}
    </Pill>
  ) : (
    <Pill tone="danger" icon={ShieldX}>
      {words.notVerified}
    </Pill>
  );
}

function RequestView({ request, onBack }: { readonly request: ReceivedRequest; readonly onBack: () => void }) {
  const mask = useMask();
  const eventId = headerOf(request, 'webhook-id');
  const kept =
    request.body_encoding === 'utf8'
      ? new Blob([request.body]).size
      : Math.min(request.body_bytes, TEXT_BYTES_KEPT_MAX);
  return (
    <article className="grid content-start gap-4 p-4">
      <header className="flex flex-wrap items-center gap-2">
        <span className="narrow:hidden">
          <IconButton label={uiWords.close} icon={ChevronLeft} onClick={onBack} />
        </span>
        <h2 className="mono text-14">{eventNameOf(request) ?? request.method}</h2>
        <VerifiedPill request={request} />
        {headerOf(request, 'posthorn-possible-duplicate') !== null && <StatePill state="possible duplicate" />}
      </header>
      <Details
        rows={[
          [
            words.signature,
            request.verified_by.length === 0 ? words.notVerifiedHint : words.verifiedBy(request.verified_by),
          ],
          [words.received, <Time key="at" at={request.received_at} />],
          [words.answered, words.answers[request.answered]?.[0] ?? request.answered],
          [
            words.bytes,
            <span key="bytes" className="num">
              {formatBytes(request.body_bytes)}
            </span>,
          ],
          eventId !== null && [words.eventId, <Id key="event" id={eventId} label={words.copyEvent} />],
        ]}
      />
      <section className="grid gap-1.5">
        <h3 className="text-13">{words.body}</h3>
        {request.body === '' ? (
          <p className="text-fg-3">{words.noBody}</p>
        ) : (
          <>
            {request.body_encoding === 'base64' && <p className="text-12 text-warning">{words.binary}</p>}
            <Code
              text={mask.text(request.body)}
              label={words.body}
              {...(kept < request.body_bytes
                ? { truncated: words.keptOf(formatBytes(kept), formatBytes(request.body_bytes)) }
                : {})}
            />
          </>
        )}
      </section>
      <section className="grid gap-1.5">
        <h3 className="text-13">{words.headers}</h3>
        <dl className="grid grid-cols-[minmax(0,16rem)_minmax(0,1fr)] gap-x-4 gap-y-1 text-12 max-narrow:grid-cols-1">
          {request.headers.map(({ name, value }, index) => (
            <div key={index} className="contents">
              <dt className="mono break-all text-fg-3">{name}</dt>
              <dd className="mono break-all">{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </article>
  );
}
