import { type ErrorCode, STATUS_BY_CODE } from '../../domain/errors.ts';
import { operationAnchor, renderOperation, renderWebhook } from './docs-operation.ts';
import { renderSchema, schemaAnchor } from './docs-schema.ts';
import { DOCS_STYLE } from './docs-style.ts';
import { Html, html, prose } from './html.ts';
import { listOperations, type OpenApiDocument, type PlacedOperation } from './openapi-document.ts';
import { PROBLEM_WORDS } from './problem-words.ts';

/** The reference of the API as one static page: no script, nothing loaded from anywhere. */
export function renderApiPage(document: OpenApiDocument): string {
  const groups = groupByTag(listOperations(document.paths));
  const webhooks = listOperations(document.webhooks ?? {});
  const schemas = Object.entries(document.components.schemas);
  const navigation = html`${groups.map(
    ([tag, operations]) =>
      html`<h2>${tag}</h2><ul>${operations.map(
        (one) => html`<li><a href="#${operationAnchor(one)}">${one.method} ${one.path}</a></li>`,
      )}</ul>`,
  )}<h2>Reference</h2><ul><li><a href="#errors">Errors</a></li><li><a href="#schemas">Schemas</a></li></ul>${
    webhooks.length === 0
      ? null
      : html`<h2>Webhooks</h2><ul>${webhooks.map(({ path }) => html`<li><a href="#webhook-${path}">${path}</a></li>`)}</ul>`
  }`;
  const content = html`<h1>${document.info.title} API</h1><p class="soft">Version ${document.info.version} &middot; <a href="/openapi.json">openapi.json</a> &middot; <a href="/asyncapi.json">asyncapi.json</a> for the live stream</p>
<p>${prose(document.info.description ?? '')}</p>${CONVENTIONS}
${groups.map(([tag, operations]) => html`<h2>${tag}</h2>${operations.map((one) => renderOperation(document, one))}`)}
${renderErrors(html` The body: <a href="#${schemaAnchor('Problem')}">Problem</a>.`)}
<h2 id="schemas">Schemas</h2>${schemas.map(
    ([name, schema]) => html`<section id="${schemaAnchor(name)}"><h3>${name}</h3>${renderSchema(schema)}</section>`,
  )}
${webhooks.length === 0 ? null : html`<h2 id="webhooks">Webhooks</h2><p>What endpoints are sent, by event type.</p>`}
${webhooks.map(({ path, operation }) => renderWebhook(document, path, operation))}`;
  return renderPage(`${document.info.title} API`, navigation, content);
}

/** The error codes as a page of their own: where `type` of a problem leads. */
export function renderErrorsPage(): string {
  const codes = Object.keys(STATUS_BY_CODE);
  const navigation = html`<h2>Errors</h2><ul>${codes.map((code) => html`<li><a href="#${code}">${code}</a></li>`)}</ul>
<h2>Reference</h2><ul><li><a href="/docs/api">API</a></li></ul>`;
  return renderPage('Posthorn errors', navigation, html`<h1>Errors</h1>${renderErrors()}`);
}

const CONVENTIONS = html`<h2 id="conventions">Conventions</h2>
<p>Send <code>Authorization: Bearer &lt;API key&gt;</code>. A key belongs to one workspace and has the scope read, write or admin; each includes the one before.
The root key acts for the workspace in the header <code>Posthorn-Workspace</code>.</p>
<p>Bodies are JSON. A field or query parameter that is not listed here is refused, so that a misspelt one does not go unseen. Times are RFC 3339 in UTC, durations are <code>90s</code>, <code>15m</code>, <code>169h</code> or <code>30d</code>.</p>
<p>Lists are pages: <code>limit</code> from 1 to 100, and <code>cursor</code> takes <code>next_cursor</code> of the page before as long as <code>has_more</code> is true.</p>
<p>With <code>Idempotency-Key</code> a POST that creates something can be repeated safely for 24 hours. With <code>If-Match</code> a PATCH applies only to the version that was read. <code>RateLimit</code> and <code>RateLimit-Policy</code> tell what is left of the calls of this minute.</p>`;

function renderErrors(after: Html | null = null): Html {
  const rows = Object.entries(PROBLEM_WORDS).map(
    ([code, { title, meaning }]) =>
      html`<tr id="${code}"><td><code>${code}</code></td><td>${STATUS_BY_CODE[code as ErrorCode]}</td><td><strong>${title}.</strong> ${prose(meaning)}</td></tr>`,
  );
  return html`<h2 id="errors">Error codes</h2><p>Errors are <code>application/problem+json</code> (RFC 9457). Match on <code>code</code>: codes never change their meaning.${after}</p>
<div class="scroll"><table><thead><tr><th>Code</th><th>Status</th><th>What it means</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function renderPage(title: string, navigation: Html, content: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${new Html(DOCS_STYLE)}</style></head>
<body><a class="skip" href="#content">Skip to the content</a><div class="page"><nav aria-label="Contents">${navigation}</nav><main id="content">${content}</main></div></body></html>
`.markup;
}

function groupByTag(operations: readonly PlacedOperation[]): [string, PlacedOperation[]][] {
  const groups = new Map<string, PlacedOperation[]>();
  for (const one of operations) {
    const tag = one.operation.tags?.[0] ?? 'Other';
    groups.set(tag, [...(groups.get(tag) ?? []), one]);
  }
  return [...groups];
}
