import { words } from "../language/words.ts";
import { ListSkeleton } from "./list-skeleton.tsx";
import { Logo } from "./logo.tsx";
import "./dashboard.css";
import "./connection-badge.css";
import "./list-header.css";
import "./conversation-list.css";
import "./start-screen.css";

/** What is there before it is known who is signed in: the dashboard's outline, so that nothing jumps later. */
export function StartScreen() {
  return (
    <div class="dashboard" aria-busy="true">
      <div class="dashboard-list">
        <div class="list-header">
          <div class="list-header-top">
            <Logo />
            <div class="list-header-name">
              <h1>{words.value.product}</h1>
              <span class="connection">{"\u00a0"}</span>
            </div>
            <span class="skeleton start-screen-account" />
          </div>
          <span class="skeleton start-screen-search" />
          <span class="start-screen-filters" />
        </div>
        <ListSkeleton />
      </div>
      <div class="dashboard-thread" />
    </div>
  );
}
