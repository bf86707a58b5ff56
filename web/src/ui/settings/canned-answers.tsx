import type { CannedAnswer } from "@live-chat/contract/canned-answers.ts";
import { useState } from "preact/hooks";
import { deleteCannedAnswer } from "../../actions/canned-answers.ts";
import { words } from "../../language/words.ts";
import { fold } from "../../text/fold.ts";
import { useApp } from "../app-context.ts";
import { AddButton, RowButton } from "../form/buttons.tsx";
import { Confirm } from "../form/confirm.tsx";
import { FilterField } from "../form/filter-field.tsx";
import { Nothing, Part } from "../form/part.tsx";
import { Record, Records } from "../form/records.tsx";
import { Section } from "../form/section.tsx";
import { useAdmin } from "../use-admin.ts";
import { CannedAnswerForm } from "./canned-answer-form.tsx";

/** From this many on there is a field to search them. */
const MANY = 6;

type Opened = { edit: CannedAnswer | null } | { remove: CannedAnswer };

/** What the team writes often: everybody reads it here, admins change it. */
export function CannedAnswerSettings() {
  const app = useApp();
  const admin = useAdmin();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [search, setSearch] = useState("");
  const w = words.value;
  const close = () => setOpened(null);
  return (
    <Section
      hint={admin ? w.cannedAnswersHint : `${w.cannedAnswersHint} ${w.settings.adminsChange}`}
      actions={admin && <AddButton label={w.settings.newCanned} onClick={() => setOpened({ edit: null })} />}
    >
      <Part name="cannedAnswers">
        {(answers) => (
          <>
            {answers.length >= MANY && (
              <FilterField label={w.settings.searchCanned} value={search} onValue={setSearch} />
            )}
            <CannedAnswerList
              answers={matching(answers, search)}
              none={search ? w.nothingMatches : w.noCannedAnswers}
              onOpen={admin ? setOpened : null}
            />
          </>
        )}
      </Part>
      {opened && "edit" in opened && <CannedAnswerForm answer={opened.edit} onClose={close} />}
      {opened && "remove" in opened && (
        <Confirm
          title={w.remove(`/${opened.remove.shortcut}`)}
          action={w.settings.delete}
          work={() => deleteCannedAnswer(app, opened.remove)}
          onClose={close}
        >
          <p>{w.settings.deleteCannedHint}</p>
        </Confirm>
      )}
    </Section>
  );
}

type ListProps = {
  answers: readonly CannedAnswer[];
  none: string;
  onOpen: ((opened: Opened) => void) | null;
};

function CannedAnswerList({ answers, none, onOpen }: ListProps) {
  const w = words.value;
  if (answers.length === 0) return <Nothing>{none}</Nothing>;
  return (
    <Records label={w.cannedAnswers}>
      {answers.map((answer) => (
        <Record
          key={answer.id}
          title={<bdi>/{answer.shortcut}</bdi>}
          actions={
            onOpen && (
              <>
                <RowButton
                  icon="edit"
                  label={w.settings.edit(answer.shortcut)}
                  onClick={() => onOpen({ edit: answer })}
                />
                <RowButton
                  icon="trash"
                  label={w.remove(answer.shortcut)}
                  onClick={() => onOpen({ remove: answer })}
                />
              </>
            )
          }
        >
          <p class="preserve-lines" dir="auto">
            {answer.text}
          </p>
        </Record>
      ))}
    </Records>
  );
}

function matching(answers: readonly CannedAnswer[], search: string): CannedAnswer[] {
  const wanted = fold(search.replace(/^\//, ""));
  return [...answers]
    .filter(({ shortcut, text }) => fold(`${shortcut} ${text}`).includes(wanted))
    .sort((a, b) => a.shortcut.localeCompare(b.shortcut));
}
