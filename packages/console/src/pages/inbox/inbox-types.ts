import type { memberView } from '@posthorn/server/control/members/member-view.ts';
import type { MessageDeliveriesView } from '@posthorn/server/messaging/conversations/conversation-deliveries.routes.ts';
import type { conversationView, noteView } from '@posthorn/server/messaging/conversations/conversation-view.ts';
import type { threadMessageView } from '@posthorn/server/messaging/messages/thread-page.ts';
import type { templateView } from '@posthorn/server/messaging/templates/template-view.ts';
import type * as z from 'zod';

export type Conversation = z.infer<typeof conversationView>;
export type ThreadMessage = z.infer<typeof threadMessageView>;
export type Note = z.infer<typeof noteView>;
export type Template = z.infer<typeof templateView>;
export type Member = z.infer<typeof memberView>;
export type { MessageDeliveriesView as MessageDeliveries };

/** Who did something, as the API names them. */
export type ActorRef = Note['author'];

interface Place {
  readonly id: string;
  readonly at: string;
}

/** One entry of `GET /v1/conversations/{id}/timeline`. */
export type TimelineEntry = Place &
  (
    | { readonly kind: 'message'; readonly message: ThreadMessage }
    | { readonly kind: 'note'; readonly note: Note }
    | { readonly kind: 'change'; readonly change: Change }
  );

export interface Change {
  readonly what: 'assigned' | 'closed' | 'reopened';
  readonly actor: ActorRef;
  readonly assignee_id: string | null;
  readonly previous_assignee_id: string | null;
}

interface Count {
  readonly open: number;
  readonly unread: number;
}

export interface Counts {
  readonly mine: Count | null;
  readonly unassigned: Count;
  readonly all: Count;
}
