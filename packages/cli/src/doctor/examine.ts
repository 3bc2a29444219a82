import type { CommandContext } from '../commands/context.ts';
import { CliError, EXIT } from '../exit.ts';
import { type ApiOptions, call, type GatewayApi, openApi } from '../gateway-api.ts';
import { createPaint, printJson } from '../output.ts';
import { type Patient, type Report, toLines } from './report-lines.ts';

/** Options of `doctor`. */
export interface DoctorOptions extends ApiOptions {
  readonly channel?: string;
  readonly json?: true;
}

interface Channel {
  readonly id: string;
  readonly display_phone_number: string;
}

interface App {
  readonly id: string;
  readonly app_id: string;
}

/** Examined in one go: each takes up to 10 s. */
const PATIENTS_MAX = 100;
/** The gateway itself gives up after some 10 s. */
const TIMEOUT_MS = 30_000;

/**
 * Has every channel of the workspace examined, or every Meta app where there is no channel yet, one after the other, and
 * prints what was found. Exit code 1 when something failed.
 *
 * @throws CliError with what the gateway says is wrong.
 */
export async function runDoctor(ctx: CommandContext, options: DoctorOptions): Promise<void> {
  const api = openApi(ctx, options);
  const patients = await findPatients(api, options.channel);
  if (patients.length === 0) {
    throw new CliError(
      EXIT.failed,
      'There is no Meta app and no number yet. The guide is docs/guides/connecting-meta.md.',
    );
  }
  const examined: (Patient & { readonly report: Report })[] = [];
  for (const patient of patients) {
    const report = await readJson<Report>(api, `${PLACES[patient.kind]}/${patient.id}/doctor`, 'POST');
    examined.push({ ...patient, report });
    const paint = createPaint(process.stdout);
    if (options.json !== true) for (const line of toLines(patient, report, paint)) ctx.output.print(line);
  }
  if (options.json === true) printJson(ctx.output, { patients: examined });
  if (examined.some(({ report }) => report.state === 'failed')) ctx.setExitCode(EXIT.failed);
}

const PLACES = { channel: '/v1/channels', meta_app: '/v1/meta-apps' } as const;

async function findPatients(api: GatewayApi, channelId: string | undefined): Promise<readonly Patient[]> {
  if (channelId !== undefined) {
    const path = `${PLACES.channel}/${encodeURIComponent(channelId)}`;
    return [toChannelPatient(await readJson<Channel>(api, path))];
  }
  const channels = await readJson<{ data: readonly Channel[] }>(api, `${PLACES.channel}?limit=${PATIENTS_MAX}`);
  if (channels.data.length > 0) return channels.data.map(toChannelPatient);
  const apps = await readJson<{ data: readonly App[] }>(api, `${PLACES.meta_app}?limit=${PATIENTS_MAX}`);
  return apps.data.map(({ id, app_id }) => ({ kind: 'meta_app', id, name: app_id }));
}

function toChannelPatient({ id, display_phone_number: name }: Channel): Patient {
  return { kind: 'channel', id, name };
}

async function readJson<TBody>(api: GatewayApi, path: string, method = 'GET'): Promise<TBody> {
  const answer = await call(api, path, { method, signal: AbortSignal.timeout(TIMEOUT_MS) });
  return (await answer.json()) as TBody;
}
