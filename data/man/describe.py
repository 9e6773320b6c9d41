#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes manual pages and completions of parlance-cli from what it says of its own options.

Usage: describe.py DESCRIPTION VERSION FOLDER NAME...

DESCRIPTION: what `parlance-cli describe-options` prints. NAME: a command; each must be described, and
none else may be. Into FOLDER: parlance-cli.1, parlance-cli-NAME.1 of each, parlance-cli (bash),
_parlance-cli (zsh), parlance-cli.fish.
"""
import pathlib
import re
import sys
from dataclasses import dataclass, field

EXIT_CODES = [("0", "done"), ("1", "failed"), ("2", "usage"), ("3", "the data are stale"), ("4", "the data are partial"),
              ("5", "there are no data")]


@dataclass
class Option:
    name: str
    letter: str
    value: str
    text: str
    takes_file: bool


@dataclass
class Command:
    name: str
    synopsis: str
    summary: str
    options: list = field(default_factory=list)
    below: list = field(default_factory=list)

    def words(self):
        """What may follow the name as it stands: add, list, test, remove."""
        first = self.synopsis.split(" ")[0]
        return first.split("|") if re.fullmatch(r"[a-z-]+(\|[a-z-]+)*", first) else []

    def takes_file(self):
        return "FILE" in self.synopsis


def read_description(text):
    commands = []
    for line in text.splitlines():
        kind, *parts = line.split("\t")
        if kind == "command":
            commands.append(Command(*parts))
        elif kind == "below":
            commands[-1].below.append(parts[0])
        else:
            commands[-1].options.append(Option(*parts, kind == "file-option"))
    return commands


# Manual pages.

def roff(text):
    """Letters that roff would take for its own."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("“", "\\(lq").replace("”", "\\(rq").replace("’", "'")
    return "\\&" + text if text[:1] in (".", "'") else text


def man_head(name, title, version):
    return [f'.TH {name.upper()} 1 "" "Parlance {version}"', ".SH NAME", f"{roff(name)} \\- {roff(title)}"]


def man_option(option):
    names = [f"\\fB\\-{option.letter}\\fR"] if option.letter else []
    names.append(f"\\fB\\-\\-{roff(option.name)}\\fR" + (f"=\\fI{roff(option.value)}\\fR" if option.value else ""))
    return [".TP", ", ".join(names), roff(option.text)]


def man_command(command, version):
    title = command.summary.split(". ")[0].rstrip(".")
    page = man_head(f"parlance-cli-{command.name}", title, version)
    page += [".SH SYNOPSIS", f"\\fBparlance\\-cli {command.name}\\fR [\\fIoption\\fR]... {roff(command.synopsis)}".rstrip(),
             ".SH DESCRIPTION", roff(command.summary), ".SH OPTIONS"]
    for option in sorted(command.options, key=lambda option: option.name):
        page += man_option(option)
    if command.below:
        page += [".SH NOTES", ".nf", *map(roff, command.below), ".fi"]
    return page + [".SH SEE ALSO", "\\fBparlance\\-cli\\fR(1)"]


def man_all(commands, version):
    page = man_head("parlance-cli", "pages and facts of a device fleet, without a display", version)
    page += [".SH SYNOPSIS", "\\fBparlance\\-cli\\fR \\fIcommand\\fR [\\fIoption\\fR]...", ".SH COMMANDS"]
    for command in commands:
        page += [".TP", f"\\fBparlance\\-cli\\-{command.name}\\fR(1)", roff(command.summary)]
    page += [".SH EXIT STATUS"]
    for code, text in EXIT_CODES:
        page += [".TP", f"\\fB{code}\\fR", text]
    page += [".SH FILES"]
    for path, text in (("$XDG_CONFIG_HOME/parlance", "sources, settings, plan, audiences and cause rules of your own"),
                       ("$XDG_DATA_HOME/parlance/history.db", "the history")):
        page += [".TP", f"\\fI{roff(path)}\\fR", text]
    return page + [".SH SEE ALSO", "\\fBparlance\\fR(1)"]


# Completions.

def bash(commands):
    lines = ["# bash completion for parlance-cli, made from its options", "_parlance_cli ()", "{",
             '  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words= files=',
             "  if [ \"$COMP_CWORD\" -eq 1 ]; then",
             f"    COMPREPLY=($(compgen -W '{' '.join(c.name for c in commands)} --help --version' -- \"$word\"))",
             "    return", "  fi", '  case ${COMP_WORDS[1]} in']
    for command in commands:
        options = " ".join(sorted(f"--{option.name}" for option in command.options))
        files = "|".join(f"--{o.name}" + (f"|-{o.letter}" if o.letter else "") for o in command.options if o.takes_file)
        values = "|".join(f"--{o.name}" for o in command.options if o.value and not o.takes_file)
        lines += [f"  {command.name})", f"    words='{' '.join(command.words())}'", "    case $before in"]
        if files:
            lines.append(f"    {files}) files=yes words= ;;")
        if values:
            lines.append(f"    {values}) return ;;")
        lines += [f"    *) case $word in -*) words='{options} --help' ;;"
                  + (" *) files=yes ;;" if command.takes_file() else "") + " esac ;;", "    esac ;;"]
    lines += ["  esac", '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
              '  [ -z "$files" ] || COMPREPLY+=($(compgen -f -- "$word"))', "}",
              "complete -o filenames -F _parlance_cli parlance-cli"]
    return lines


def quote(text):
    """In single quotes, for zsh and fish."""
    return text.replace("\\", "\\\\").replace("'", "’")


def zsh(commands):
    lines = ["#compdef parlance-cli", "# zsh completion for parlance-cli, made from its options", "local -a commands",
             "commands=("]
    lines += [f"  '{c.name}:{quote(c.summary)}'" for c in commands]
    lines += [")", "if (( CURRENT == 2 )); then _describe command commands; return; fi", "shift words; (( CURRENT-- ))",
              'case $words[1] in']
    for command in commands:
        lines.append(f"{command.name}) _arguments \\")
        for option in command.options:
            text = quote(option.text).replace("[", "(").replace("]", ")").replace(":", "\\:")
            value = f":{quote(option.value).replace('[', '(').replace(']', ')')}:{'_files' if option.takes_file else ''}"
            lines.append(f"  '*--{option.name}{'=' if option.value else ''}[{text}]{value if option.value else ''}' \\")
            if option.letter:
                lines.append(f"  '*-{option.letter}[{text}]{value if option.value else ''}' \\")
        words = command.words()
        lines.append(f"  '1:what:({' '.join(words)})' \\" if words else "  \\")
        lines.append("  '*:file:_files' ;;" if command.takes_file() else "  ;;")
    return lines + ["esac"]


def fish(commands):
    lines = ["# fish completion for parlance-cli, made from its options", "complete -c parlance-cli -f"]
    for command in commands:
        seen = f"__fish_seen_subcommand_from {command.name}"
        lines.append(f"complete -c parlance-cli -n __fish_use_subcommand -a {command.name} -d '{quote(command.summary)}'")
        for word in command.words():
            lines.append(f"complete -c parlance-cli -n '{seen}' -a {word}")
        if command.takes_file():
            lines.append(f"complete -c parlance-cli -n '{seen}' -F")
        for option in command.options:
            line = f"complete -c parlance-cli -n '{seen}' -l {option.name}"
            line += f" -s {option.letter}" if option.letter else ""
            line += (" -r" + (" -F" if option.takes_file else "")) if option.value else ""
            lines.append(f"{line} -d '{quote(option.text)}'")
    return lines


def main():
    description, version, folder, *names = sys.argv[1:]
    commands = read_description(pathlib.Path(description).read_text(encoding="utf-8"))
    if sorted(names) != sorted(command.name for command in commands):
        sys.exit("data/man/meson.build names other commands than parlance-cli has: "
                 + " ".join(sorted(command.name for command in commands)))
    pages = {"parlance-cli.1": man_all(commands, version), "parlance-cli": bash(commands),
             "_parlance-cli": zsh(commands), "parlance-cli.fish": fish(commands)}
    for command in commands:
        pages[f"parlance-cli-{command.name}.1"] = man_command(command, version)
    for name, lines in pages.items():
        pathlib.Path(folder, name).write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
