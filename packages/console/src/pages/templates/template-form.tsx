import { Braces, CircleCheck, Plus, TriangleAlert, X } from 'lucide-react';
import { type ReactNode, useDeferredValue, useRef } from 'react';
import type { ApiProblem } from '../../lib/api.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox, Field, Input, Select, TextArea } from '../../ui/field.tsx';
import { describeProblem, Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { templateWords } from '../../words/templates.ts';
import { TemplateBubble } from './template-bubble.tsx';
import {
  BUTTON_TYPES,
  type ButtonDraft,
  type ButtonType,
  CATEGORIES,
  type Category,
  componentsOf,
  HEADER_KINDS,
  type HeaderKind,
  MAX,
  NEW_BUTTON,
  problemsOf,
  type TemplateDraft,
} from './template-draft.ts';
import { placeholdersOf, readParts } from './template-parts.ts';
import type { Account } from './use-accounts.ts';

const words = templateWords.form;

interface TemplateFormProps {
  readonly draft: TemplateDraft;
  readonly onChange: (draft: TemplateDraft) => void;
  /** Where a new one may be made. Null: it is there already, and keeps account, name and language. */
  readonly accounts: readonly Account[] | null;
  /** What Meta or the API said of the last try. */
  readonly problem: ApiProblem | null;
  readonly action: ReactNode;
}

/** Writing a template: the parts on one side, on the other what the person sees and what Meta would refuse. */
export function TemplateForm({ draft, onChange, accounts, problem, action }: TemplateFormProps) {
  const change = (part: Partial<TemplateDraft>) => onChange({ ...draft, ...part });
  const shown = useDeferredValue(draft);
  const problems = problemsOf(shown, accounts !== null);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_24rem] items-start gap-5 max-wide:grid-cols-1">
      <div className="grid gap-4">
        {accounts !== null && <HeadFields draft={draft} change={change} accounts={accounts} />}
        <Field label={words.category} hint={words.categoryHints[draft.category]}>
          <Select<Category>
            value={draft.category}
            options={CATEGORIES.map((value) => ({ value, label: templateWords.categories[value] ?? value }))}
            onChange={(category) => change({ category })}
          />
        </Field>
        {draft.category === 'AUTHENTICATION' ? (
          <CodeFields draft={draft} change={change} />
        ) : (
          <TextFields draft={draft} change={change} isNew={accounts !== null} />
        )}
      </div>
      <div className="sticky top-0 grid gap-3.5 max-wide:static">
        <Panel title={templateWords.preview}>
          <TemplateBubble
            parts={readParts(componentsOf(shown) as readonly Readonly<Record<string, unknown>>[])}
            category={shown.category}
          />
        </Panel>
        <Rules problems={problems} />
        {problem !== null && (
          <p role="alert" className="text-danger">
            {describeProblem(problem)}
            {metaWords(problem)}
          </p>
        )}
        {action}
      </div>
    </div>
  );
}

/** What Meta said in its own words, when the refusal is Meta's. */
function metaWords({ meta }: ApiProblem): string {
  const said = [meta?.error_user_title, meta?.error_user_msg].filter((part) => typeof part === 'string');
  return said.length === 0 ? '' : ` ${said.join(': ')}`;
}

function Rules({ problems }: { readonly problems: readonly string[] }) {
  return (
    <section aria-label={words.rules} aria-live="polite" className="rounded-3 border border-line px-4 py-3">
      {problems.length === 0 ? (
        <p className="flex items-center gap-2 text-success">
          <CircleCheck aria-hidden="true" className="size-4 flex-none" /> {words.allFine}
        </p>
      ) : (
        <>
          <h2 className="mb-1.5 text-13">{words.rules}</h2>
          <ul className="grid gap-1">
            {problems.map((text) => (
              <li key={text} className="flex items-start gap-2 text-fg-2">
                <TriangleAlert aria-hidden="true" className="mt-0.5 size-3.5 flex-none text-warning" />
                {text}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface PartProps {
  readonly draft: TemplateDraft;
  readonly change: (part: Partial<TemplateDraft>) => void;
}

function HeadFields({ draft, change, accounts }: PartProps & { readonly accounts: readonly Account[] }) {
  return (
    <>
      <Field label={words.channel} hint={words.channelHint}>
        <Select
          value={draft.channelId}
          options={accounts.map(({ channelId, number, wabaId }) => ({
            value: channelId,
            label: words.channelOf(number, wabaId),
          }))}
          onChange={(channelId) => change({ channelId })}
        />
      </Field>
      <div className="grid grid-cols-[minmax(0,1fr)_10rem] gap-3 max-narrow:grid-cols-1">
        <Field label={words.name} hint={words.nameHint}>
          <Input
            value={draft.name}
            className="font-mono"
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => change({ name: event.target.value.toLowerCase().replaceAll(/[\s-]/g, '_') })}
          />
        </Field>
        <Field label={words.language} hint={words.languageHint}>
          <Input
            value={draft.language}
            className="font-mono"
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => change({ language: event.target.value.trim() })}
          />
        </Field>
      </div>
    </>
  );
}

function CodeFields({ draft, change }: PartProps) {
  return (
    <>
      <p className="text-fg-2">{templateWords.ownText}</p>
      <Checkbox
        label={words.security}
        checked={draft.hasSecurity}
        onChange={(hasSecurity) => change({ hasSecurity })}
      />
      <Field label={words.expires} hint={words.expiresHint} className="max-w-52">
        <Input
          inputMode="numeric"
          value={draft.expiresMinutes}
          onChange={(event) => change({ expiresMinutes: event.target.value })}
        />
      </Field>
      <Field label={words.otpLabel} className="max-w-80">
        <Input value={draft.otpLabel} onChange={(event) => change({ otpLabel: event.target.value })} />
      </Field>
    </>
  );
}

function TextFields({ draft, change, isNew }: PartProps & { readonly isNew: boolean }) {
  return (
    <>
      {isNew && (
        <div className="grid justify-items-start gap-1.25">
          <span className="font-medium">{words.format}</span>
          <Segmented<TemplateDraft['format']>
            label={words.format}
            value={draft.format}
            options={(['positional', 'named'] as const).map((value) => ({ value, label: words.formats[value] }))}
            onChange={(format) => change({ format })}
          />
        </div>
      )}
      <Field label={words.header} className="max-w-52">
        <Select<HeaderKind>
          value={draft.headerKind}
          options={HEADER_KINDS.map((value) => ({ value, label: words.headers[value] }))}
          onChange={(headerKind) => change({ headerKind })}
        />
      </Field>
      {draft.headerKind === 'TEXT' && (
        <>
          <Field label={words.headerText} hint={words.count(draft.headerText.length, MAX.header)}>
            <Input value={draft.headerText} onChange={(event) => change({ headerText: event.target.value })} />
          </Field>
          <Examples
            text={draft.headerText}
            values={draft.headerExamples}
            onChange={(headerExamples) => change({ headerExamples })}
          />
        </>
      )}
      {draft.headerKind !== 'none' && draft.headerKind !== 'TEXT' && draft.headerKind !== 'LOCATION' && (
        <Field label={words.handle} hint={words.handleHint}>
          <Input
            value={draft.headerHandle}
            className="font-mono"
            spellCheck={false}
            onChange={(event) => change({ headerHandle: event.target.value })}
          />
        </Field>
      )}
      <BodyField draft={draft} change={change} />
      <Examples text={draft.body} values={draft.bodyExamples} onChange={(bodyExamples) => change({ bodyExamples })} />
      <Field label={words.footer} hint={`${words.footerHint} ${words.count(draft.footer.length, MAX.footer)}`}>
        <Input value={draft.footer} onChange={(event) => change({ footer: event.target.value })} />
      </Field>
      <Buttons buttons={draft.buttons} onChange={(buttons) => change({ buttons })} />
    </>
  );
}

function BodyField({ draft, change }: PartProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const putIn = () => {
    const keys = placeholdersOf(draft.body);
    const key = draft.format === 'positional' ? String(keys.length + 1) : freeName(keys);
    const at = area.current?.selectionStart ?? draft.body.length;
    change({ body: `${draft.body.slice(0, at)}{{${key}}}${draft.body.slice(at)}` });
    area.current?.focus();
  };
  return (
    <div className="grid gap-1.5">
      <Field label={words.body} hint={`${words.bodyHint} ${words.count(draft.body.length, MAX.body)}`}>
        <TextArea ref={area} rows={7} value={draft.body} onChange={(event) => change({ body: event.target.value })} />
      </Field>
      <div>
        <Button size="small" icon={Braces} onClick={putIn}>
          {words.addVariable}
        </Button>
      </div>
    </div>
  );
}

function freeName(keys: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'name' : `name_${number}`;
    if (!keys.includes(name)) return name;
  }
}

interface ExamplesProps {
  readonly text: string;
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (values: Readonly<Record<string, string>>) => void;
}

function Examples({ text, values, onChange }: ExamplesProps) {
  const keys = placeholdersOf(text);
  if (keys.length === 0) return null;
  return (
    <fieldset className="grid gap-2 rounded-3 border border-line px-3 pb-3">
      <legend className="px-1 text-12 font-semibold text-fg-3">{words.examples}</legend>
      <p className="text-12 text-fg-3">{words.examplesHint}</p>
      <div className="grid grid-cols-2 gap-2 max-narrow:grid-cols-1">
        {keys.map((key) => (
          <Field key={key} label={words.exampleOf(key)}>
            <Input value={values[key] ?? ''} onChange={(event) => onChange({ ...values, [key]: event.target.value })} />
          </Field>
        ))}
      </div>
    </fieldset>
  );
}

interface ButtonsProps {
  readonly buttons: readonly ButtonDraft[];
  readonly onChange: (buttons: readonly ButtonDraft[]) => void;
}

function Buttons({ buttons, onChange }: ButtonsProps) {
  return (
    <div role="group" aria-label={words.buttons} className="grid gap-2">
      <span className="font-medium">{words.buttons}</span>
      {buttons.map((button, index) => (
        <ButtonFields
          key={index}
          button={button}
          onChange={(next) => onChange(buttons.map((one, at) => (at === index ? next : one)))}
          onRemove={() => onChange(buttons.filter((_, at) => at !== index))}
        />
      ))}
      <div>
        <Button
          size="small"
          icon={Plus}
          notAllowed={buttons.length >= MAX.buttons && templateWords.rules.tooManyButtons}
          onClick={() => onChange([...buttons, NEW_BUTTON])}
        >
          {words.addButton}
        </Button>
      </div>
    </div>
  );
}

interface ButtonFieldsProps {
  readonly button: ButtonDraft;
  readonly onChange: (button: ButtonDraft) => void;
  readonly onRemove: () => void;
}

function ButtonFields({ button, onChange, onRemove }: ButtonFieldsProps) {
  const text = (field: 'text' | 'url' | 'phone' | 'example', label: string, hint?: string) => (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      <Input value={button[field]} onChange={(event) => onChange({ ...button, [field]: event.target.value })} />
    </Field>
  );
  const { type } = button;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2 rounded-3 border border-line p-3">
      <div className="grid grid-cols-2 gap-2 max-narrow:grid-cols-1">
        <Select<ButtonType>
          label={words.buttons}
          value={type}
          className="col-span-full max-w-52"
          options={BUTTON_TYPES.map((value) => ({ value, label: words.buttonTypes[value] }))}
          onChange={(next) => onChange({ ...button, type: next })}
        />
        {type !== 'COPY_CODE' && text('text', words.buttonText, words.count(button.text.length, MAX.label))}
        {type === 'URL' && text('url', words.buttonUrl, words.buttonUrlHint)}
        {type === 'URL' && placeholdersOf(button.url).length > 0 && text('example', words.buttonUrlExample)}
        {type === 'PHONE_NUMBER' && text('phone', words.buttonPhone)}
        {type === 'COPY_CODE' && text('example', words.buttonCode)}
      </div>
      <IconButton label={words.removeButton} icon={X} onClick={onRemove} />
    </div>
  );
}
