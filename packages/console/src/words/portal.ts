/** Words of the portal that a company hands to its customer. */
export const portalWords = {
  closedTitle: 'This link does not open anything any more.',
  closed: 'A link works once and for a short time. Ask whoever gave it to you for a new one.',
} as const;
