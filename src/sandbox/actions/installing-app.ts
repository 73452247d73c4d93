import { renderUser } from "../render/account.ts";
import { renderInstallation } from "../render/app.ts";
import type { Installation } from "../state/records.ts";
import type { World } from "../state/world.ts";

/** Stops an installation: the API refuses its tokens and no webhook is sent until it resumes. */
export function suspendInstallation(world: World, installation: Installation): void {
  installation.suspendedAt = world.now();
  tell(world, installation, "suspend");
}

export function unsuspendInstallation(world: World, installation: Installation): void {
  installation.suspendedAt = null;
  tell(world, installation, "unsuspend");
}

export function uninstall(world: World, installation: Installation): void {
  installation.deleted = true;
  tell(world, installation, "deleted");
}

function tell(world: World, installation: Installation, action: string): void {
  world.emit(() => ({
    name: "installation",
    repository: null,
    installation,
    payload: {
      action,
      installation: renderInstallation(world, installation),
      repositories: [],
      sender: renderUser(world, installation.account),
    },
  }));
}
