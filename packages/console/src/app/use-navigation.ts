import { useMay, useSession } from '../lib/session.ts';
import { NAVIGATION, type NavigationPage } from './navigation.ts';

/** The pages that the reader may see in this workspace, in groups. A portal has endpoints and deliveries, and nothing else. */
export function useNavigation() {
  const session = useSession();
  const may = useMay();
  const isShown = (page: NavigationPage) =>
    may(page.permission) &&
    (page.isThere?.(session) ?? true) &&
    (session.kind === 'member' || page.path === '/endpoints' || page.path === '/deliveries');
  return NAVIGATION.map((group) => ({ ...group, pages: group.pages.filter(isShown) })).filter(
    ({ pages }) => pages.length > 0,
  );
}
