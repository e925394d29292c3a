/** Links to the screens on which what is advised can be done, where whoever looks may go there. */
import { Link } from "../address";
import type { leads } from "../api/leads";
import { screenOf, useScreens } from "../screens";
import { t } from "../texts";

export function Leads({ to }: { to: ReturnType<typeof leads> }) {
  const screens = useScreens();
  const open = to.filter((one) => screens.some((screen) => screen === screenOf(one.to.split("?")[0]!)));
  return open.map((one) => (
    <Link key={one.to} to={one.to} className="lead no-print">
      {t.errors.toScreen(t.nav[one.screen])}
    </Link>
  ));
}
