/** What to do about an error of the Graph API: one sentence or two. A code that is not in the table gets a general one. */
export function adviceFor(code: number): string {
  return ADVICE_BY_CODE.get(code) ?? (code >= 200 && code <= 299 ? PERMISSION : GENERAL);
}

const GENERAL = "Look the code up in Meta's list of WhatsApp error codes.";
const TOKEN = 'Make a new access token at Meta and give it to the channel.';
const PERMISSION =
  'Give the token the permissions whatsapp_business_messaging and whatsapp_business_management, and the app access to the WhatsApp Business Account.';
const TRY_LATER = 'Meta has a problem of its own: try again later.';
const TOO_FAST = 'Too much was sent in a short time: wait, then send more slowly.';
const PARAMETERS = 'Compare the parameters with what Meta documents for this call.';
const TEMPLATE_PARAMETERS =
  'Give the template as many parameters, of the kinds and in the form, as it was approved with.';
const FLOW = "Look at the flow in Meta's WhatsApp Manager and mend it there.";
const REGISTRATION = "Look at the number in Meta's WhatsApp Manager and register it again.";

const ADVICE: readonly (readonly [readonly number[], string])[] = [
  [[0, 190], TOKEN],
  [[3, 10, 131_005], PERMISSION],
  [[2, 131_000, 131_016, 131_057, 133_000, 133_004], TRY_LATER],
  [[1], 'Compare the call with what Meta documents; when it is right, try again later.'],
  [[4, 80_007, 130_429], TOO_FAST],
  [[33], 'Check the id: it is not there, was deleted, or the token may not see it.'],
  [[100, 131_008, 131_009], PARAMETERS],
  [[368, 131_031], "The account is restricted or locked: see Meta's Business Support Home for why and for how long."],
  [[130_472], 'The person is part of an experiment of Meta and gets no marketing messages. Do not send it again.'],
  [[130_497], 'The account may not write to people in this country.'],
  [[131_021], 'Sender and recipient are the same number: send to another one.'],
  [[131_026], 'The person cannot get it: no WhatsApp at this number, an old version of it, or its terms not accepted.'],
  [[131_037], 'The display name of the number is not approved yet: have it approved by Meta first.'],
  [[131_042], "Look at the payment method of the account in Meta's WhatsApp Manager."],
  [[131_045], REGISTRATION],
  [[131_047], 'More than 24 hours have passed since the person wrote: send an approved template.'],
  [
    [131_048],
    'Too many messages of this number were blocked or reported: see its quality rating, and send less of it.',
  ],
  [[131_049], 'Meta keeps the number of marketing messages to this person low. Wait for 24 hours at least.'],
  [[131_050], 'The person wants no marketing messages from this company. Do not send it again.'],
  [[131_051], 'WhatsApp does not take this type of message: use another one.'],
  [[131_052], 'Meta could not download the file that the person sent: ask for it again.'],
  [[131_053], 'Meta could not take the file: check its type, its size and that its link can be reached.'],
  [[131_056], 'Too many messages went from this number to this person: wait, then send more slowly.'],
  [[132_000, 132_012], TEMPLATE_PARAMETERS],
  [[132_001], 'There is no approved template of this name in this language.'],
  [[132_005], 'With its parameters filled in the text is too long: shorten them.'],
  [[132_007], "The template breaks Meta's rules for content: see the reason in WhatsApp Manager and change it."],
  [[132_015], 'The template is paused because of its low quality: change it, or send another one.'],
  [[132_016], 'The template was disabled for good because of its low quality: make another one.'],
  [[132_068, 132_069], FLOW],
  [
    [133_005, 133_008, 133_009],
    'The two-step PIN is wrong or was tried too often: check it, and wait as long as Meta says.',
  ],
  [[133_006, 133_010, 133_015], REGISTRATION],
  [[133_016], 'The number was registered too often: wait for 72 hours.'],
  [[134_011], "Accept Meta's terms for payments in WhatsApp Manager first."],
  [[135_000], PARAMETERS],
  [[2_593_107, 2_593_108], 'Too many synchronisations were asked for: wait for a day.'],
];

const ADVICE_BY_CODE: ReadonlyMap<number, string> = new Map(
  ADVICE.flatMap(([codes, advice]) => codes.map((code) => [code, advice] as const)),
);
