import type { Auth } from "firebase/auth";
import { useState } from "preact/hooks";
import { SignInError, type SignInFailure, signIn } from "../auth/session.ts";
import { words } from "../language/words.ts";
import { Icon } from "./icon.tsx";
import { Logo } from "./logo.tsx";
import "./sign-in.css";

const DEMO = { emails: ["agent@example.com", "ana@example.com", "boss@example.com"], password: "live-chat" };

/** The first screen. `demo` offers the accounts that only the emulator has. */
export function SignIn({ auth, demo }: { auth: Auth; demo: boolean }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<SignInFailure | null>(null);
  const w = words.value;

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await signIn(auth, email, password);
    } catch (error) {
      setFailure(error instanceof SignInError ? error.failure : "unknown");
      setBusy(false);
    }
  };

  return (
    <main class="sign-in">
      <form class="sign-in-card" onSubmit={submit} aria-labelledby="sign-in-title">
        <Logo />
        <div>
          <h1 id="sign-in-title">{w.product}</h1>
          <p class="sign-in-intro">{w.signInIntro}</p>
        </div>
        <label class="sign-in-field">
          <span>{w.email}</span>
          <input
            class="field"
            type="email"
            name="email"
            autocomplete="username"
            required
            data-testid="sign-in-email"
            value={email}
            aria-invalid={failure === "wrong"}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        </label>
        <PasswordField value={password} onValue={setPassword} invalid={failure === "wrong"} />
        <p class="sign-in-failure" role="alert">
          {failure && w.signInFailures[failure]}
        </p>
        <button class="button button-main" type="submit" disabled={busy} data-testid="sign-in-submit">
          {busy ? w.signingIn : w.signIn}
        </button>
        {demo && (
          <DemoHint
            onChoose={(chosen) => {
              setEmail(chosen);
              setPassword(DEMO.password);
            }}
          />
        )}
      </form>
    </main>
  );
}

type PasswordFieldProps = { value: string; onValue: (value: string) => void; invalid: boolean };

function PasswordField({ value, onValue, invalid }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  const w = words.value;
  return (
    <div class="sign-in-field">
      <label for="sign-in-password">{w.password}</label>
      <div class="sign-in-password">
        <input
          class="field"
          id="sign-in-password"
          type={(shown ? "text" : "password") as "password"}
          name="password"
          autocomplete="current-password"
          required
          data-testid="sign-in-password"
          value={value}
          aria-invalid={invalid}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
        <button
          class="icon-button"
          type="button"
          aria-label={shown ? w.hidePassword : w.showPassword}
          onClick={() => setShown(!shown)}
        >
          <Icon name={shown ? "eye-off" : "eye"} />
        </button>
      </div>
    </div>
  );
}

function DemoHint({ onChoose }: { onChoose: (email: string) => void }) {
  const w = words.value;
  return (
    <div class="sign-in-demo">
      <p>{w.demoHint}</p>
      <ul>
        {DEMO.emails.map((email) => (
          <li key={email}>
            <button class="text-button" type="button" onClick={() => onChoose(email)}>
              {email}
            </button>
          </li>
        ))}
      </ul>
      <p>
        {w.demoPassword} <code>{DEMO.password}</code>
      </p>
    </div>
  );
}
