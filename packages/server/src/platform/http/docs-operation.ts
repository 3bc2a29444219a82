import { exampleOf, renderSchema, typeInWords } from './docs-schema.ts';
import { type Html, html, prose } from './html.ts';
import type {
  MediaObject,
  OpenApiDocument,
  OperationObject,
  ParameterObject,
  PlacedOperation,
} from './openapi-document.ts';

/** Where an operation is shown on the page. */
export function operationAnchor({ method, path }: PlacedOperation): string {
  return `${method}-${path}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** One operation: what it is for, who may call it, what goes in, what comes out, and an example. */
export function renderOperation(document: OpenApiDocument, placed: PlacedOperation): Html {
  const { method, path, operation } = placed;
  const anchor = operationAnchor(placed);
  return html`<section id="${anchor}"><h3><a class="anchor" href="#${anchor}"><span class="method">${method}</span><code>${path}</code></a></h3>
${operation.summary === undefined ? null : html`<p><strong>${operation.summary}</strong></p>`}
${operation.description === undefined ? null : html`<p>${prose(operation.description)}</p>`}
${operation['x-access'] === undefined ? null : html`<p class="access">Who may: ${operation['x-access']}</p>`}
${renderParameters(operation.parameters ?? [])}
${renderBody(operation)}
<h4>Example</h4><pre>${curlOf(document, placed)}</pre>
${renderResponses(document, operation)}</section>`;
}

/** A webhook: what an endpoint is sent. */
export function renderWebhook(document: OpenApiDocument, name: string, operation: OperationObject): Html {
  return html`<section id="webhook-${name}"><h3><a class="anchor" href="#webhook-${name}"><code>${name}</code></a></h3>
${operation.summary === undefined ? null : html`<p>${operation.summary}</p>`}
${operation.description === undefined ? null : html`<p>${prose(operation.description)}</p>`}
<details><summary>Fields and examples</summary>${renderBody(operation)}${renderExamples(document, operation.requestBody?.content ?? {})}</details></section>`;
}

function renderParameters(parameters: readonly ParameterObject[]): Html | null {
  if (parameters.length === 0) return null;
  const rows = parameters.map(
    ({ name, in: place, required, description, schema }) =>
      html`<tr><td><code>${name}</code></td><td>${place}</td><td>${
        schema === undefined ? null : typeInWords(schema)
      }${required === true ? html` <span class="needed">required</span>` : null}</td><td>${prose(description ?? '')}</td></tr>`,
  );
  return html`<h4>Parameters</h4><div class="scroll"><table><thead><tr><th>Name</th><th>In</th><th>Type</th><th>What it does</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function renderBody(operation: OperationObject): Html | null {
  const media = Object.values(operation.requestBody?.content ?? {})[0];
  if (media?.schema === undefined) return null;
  return html`<h4>Body: ${typeInWords(media.schema)}</h4>${renderSchema(media.schema)}`;
}

function renderResponses(document: OpenApiDocument, operation: OperationObject): Html {
  const entries = Object.entries(operation.responses ?? {});
  const own = entries.filter(([, response]) => response.$ref === undefined);
  const problems = entries
    .filter(([status, response]) => response.$ref !== undefined && status !== 'default')
    .map(([status]) => status);
  const answers = own.map(([status, { description, content = {} }]) => {
    const schema = Object.values(content)[0]?.schema;
    const words = description === undefined || description === 'Default Response' ? '' : description;
    return html`<h4>Answer ${status}${schema === undefined ? null : html`: ${typeInWords(schema)}`}</h4>${
      words === '' ? null : html`<p>${prose(words)}</p>`
    }${schema === undefined ? null : renderSchema(schema)}${renderExamples(document, content)}`;
  });
  return html`${answers}${
    problems.length === 0
      ? null
      : html`<p class="access">Problems: ${problems.join(', ')}. See <a href="#errors">errors</a>.</p>`
  }`;
}

function renderExamples(document: OpenApiDocument, content: Readonly<Record<string, MediaObject>>): readonly Html[] {
  return Object.entries(content).flatMap(([type, media]) => {
    if (media.examples === undefined)
      return [renderExample(type, media.example ?? exampleOf(document, media.schema ?? {}))];
    return Object.entries(media.examples).map(([name, example]) =>
      renderExample(`${example.summary ?? name}, ${type}`, example.value),
    );
  });
}

function renderExample(words: string, value: unknown): Html {
  return html`<details><summary>Example: ${words}</summary><pre>${typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre></details>`;
}

function curlOf(document: OpenApiDocument, { method, path, operation }: PlacedOperation): string {
  const origin = document.servers?.[0]?.url ?? '/';
  const lines = [`curl -X ${method} ${origin === '/' ? 'http://127.0.0.1:8420' : origin.replace(/\/$/, '')}${path}`];
  if ((operation.security ?? []).length > 0)
    lines.push(`-H 'Authorization: Bearer $POSTHORN_API_KEY'`.replaceAll("'", '"'));
  const media = operation.requestBody?.content['application/json'];
  if (media !== undefined) {
    const body = JSON.stringify(media.example ?? exampleOf(document, media.schema ?? {}));
    lines.push('-H "Content-Type: application/json"', `-d '${body.replaceAll("'", "'\\''")}'`);
  }
  return lines.join(' \\\n  ');
}
