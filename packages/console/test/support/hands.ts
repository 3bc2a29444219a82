import type { Locator, Page } from 'playwright-core';

/** How somebody works a page: with a pointer, or with the keyboard alone. */
export interface Hands {
  readonly page: Page;
  /** Presses a button, follows a link, ticks a box. */
  readonly press: (target: Locator) => Promise<void>;
  /** Writes into a field in place of what stands there. */
  readonly write: (field: Locator, text: string) => Promise<void>;
  /** Sends the form that is being filled in. */
  readonly submit: (button: Locator) => Promise<void>;
  /** Chooses one of some tabs, or one of some round buttons. */
  readonly pick: (target: Locator) => Promise<void>;
  /** Chooses from a list of options by what the option is called. */
  readonly choose: (list: Locator, option: string) => Promise<void>;
  /** Opens one of the pages that stand in the navigation. */
  readonly goTo: (name: string) => Promise<void>;
  /** Opens a row of a table. */
  readonly open: (row: Locator) => Promise<void>;
}

/** A mouse, and a keyboard for what is written. */
export function pointer(page: Page): Hands {
  return {
    page,
    press: (target) => target.click(),
    write: (field, text) => field.fill(text),
    submit: (button) => button.click(),
    pick: (target) => target.click(),
    choose: async (list, option) => {
      await list.selectOption({ label: option });
    },
    goTo: async (name) => {
      await navigation(page).getByRole('link', { name }).click();
      await pageCalled(page, name).waitFor();
    },
    open: (row) => row.click(),
  };
}

/** More stops of Tab than this on one page are a page that nobody gets through. */
const TABS_MAX = 150;
/** Of one group of tabs or round buttons. */
const CHOICES_MAX = 12;

/** Nothing but keys: Tab to get somewhere, Enter and Space, arrows in lists, and the console's own shortcuts. */
export function keyboard(page: Page): Hands {
  return {
    page,
    press: async (target) => {
      await reach(page, target);
      await page.keyboard.press((await target.getAttribute('role')) === 'checkbox' ? 'Space' : 'Enter');
    },
    write: async (field, text) => {
      await reach(page, field);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(text);
    },
    submit: async (button) => {
      await button.waitFor();
      // Enter in a field sends its form; in a list it opens the list.
      if (await isInList(button)) await reach(page, button);
      await page.keyboard.press('Enter');
    },
    pick: async (target) => {
      await reach(page, target, { orItsGroup: true });
      for (let step = 0; step < CHOICES_MAX && !(await hasFocus(target)); step += 1) {
        await page.keyboard.press('ArrowRight');
      }
      // Round buttons are chosen by getting there, tabs are opened.
      if ((await target.getAttribute('role')) === 'tab') await page.keyboard.press('Enter');
    },
    choose: async (list, option) => {
      await reach(page, list);
      await page.keyboard.type(option);
    },
    goTo: async (name) => {
      await navigation(page).waitFor();
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('combobox').and(page.locator(':focus')).waitFor();
      await page.keyboard.insertText(name);
      await page.getByRole('option', { name, selected: true }).waitFor();
      await page.keyboard.press('Enter');
      await pageCalled(page, name).waitFor();
    },
    open: async (row) => {
      await row.waitFor();
      // Down, and up again: a row may move up past the one with the focus when what it is sorted by changes.
      for (const key of ['j', 'k']) {
        for (let step = 0; step < TABS_MAX; step += 1) {
          await page.keyboard.press(key);
          if (await hasFocus(row)) return page.keyboard.press('Enter');
        }
      }
      throw new Error(`Neither j nor k leads to the row ${String(row)}.`);
    },
  };
}

interface Reach {
  /** Of tabs and round buttons Tab stops at one; arrows lead on from there. */
  readonly orItsGroup?: boolean;
}

/** Goes on with Tab, or back, until the target has the focus, as somebody without a pointer does. */
async function reach(page: Page, target: Locator, { orItsGroup = false }: Reach = {}): Promise<void> {
  await target.waitFor();
  const key = (await isBehindFocus(target)) ? 'Shift+Tab' : 'Tab';
  for (let tab = 0; tab < TABS_MAX; tab += 1) {
    if ((await hasFocus(target)) || (orItsGroup && (await groupHasFocus(target)))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${TABS_MAX} times Tab do not lead to ${String(target)}.`);
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === element.ownerDocument.activeElement);
}

function isInList(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element.ownerDocument.activeElement.tagName === 'SELECT');
}

/** Whether it stands before what has the focus. */
function isBehindFocus(target: Locator): Promise<boolean> {
  return target.evaluate(
    (element) =>
      (element.ownerDocument.activeElement.compareDocumentPosition(element) & element.DOCUMENT_POSITION_PRECEDING) !==
      0,
  );
}

function groupHasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => {
    const { activeElement } = element.ownerDocument;
    const list = element.closest('[role=tablist]');
    return list === null
      ? activeElement?.type === 'radio' && activeElement.name === element.name
      : list.contains(activeElement);
  });
}

function navigation(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Main' }).first();
}

function pageCalled(page: Page, name: string): Locator {
  return page.getByRole('heading', { level: 1, name });
}
