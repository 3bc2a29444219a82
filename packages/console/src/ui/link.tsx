import { Link as RouterLink } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../lib/class-names.ts';
import { useSession, useWorkspaceId } from '../lib/session.ts';
import { BUTTON_BASE, BUTTON_KINDS, type ButtonKind } from './button.tsx';

export type SearchParams = Readonly<Record<string, string | undefined>>;

/** The address of a page of this workspace: `/deliveries/dlv_…` becomes `/w/ws_…/deliveries/dlv_…`, in a portal `/portal/…`. */
export function usePagePath(): (path: string) => string {
  const session = useSession();
  const workspaceId = useWorkspaceId();
  const base = session.kind === 'portal' ? '/portal' : `/w/${workspaceId}`;
  return (path) => `${base}${path}`;
}

interface PageLinkProps {
  /** A page of this workspace, beginning with a slash. */
  readonly to: string;
  readonly search?: SearchParams;
  /** Without the look of a link: for names that stand in a table. */
  readonly bare?: boolean;
  readonly className?: string;
  readonly 'aria-label'?: string;
  readonly children: ReactNode;
}

/** A link to a page of this workspace. */
export function PageLink({ to, search, bare = false, className, children, ...rest }: PageLinkProps) {
  const pathOf = usePagePath();
  return (
    <RouterLink
      {...rest}
      to={pathOf(to)}
      search={search ?? {}}
      className={cx(bare ? 'text-fg hover:underline' : 'link', className)}
    >
      {children}
    </RouterLink>
  );
}

interface LinkButtonProps {
  readonly to: string;
  readonly search?: SearchParams;
  readonly kind?: ButtonKind;
  readonly size?: 'control' | 'small';
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

/** A link to a page of this workspace that looks like a button: it leads to where something is done. */
export function LinkButton({ to, search, kind = 'plain', size = 'control', icon: Icon, children }: LinkButtonProps) {
  const pathOf = usePagePath();
  return (
    <RouterLink
      to={pathOf(to)}
      search={search ?? {}}
      className={cx(BUTTON_BASE, BUTTON_KINDS[kind], size === 'small' ? 'h-6.5 px-2 text-12' : 'h-control px-2.5')}
    >
      {Icon !== undefined && <Icon aria-hidden="true" className="size-3.5" />}
      {children}
    </RouterLink>
  );
}
