import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { n as EXIT, t as CliError } from "./part-D5b3qzNk.mjs";
import { i as printJson, t as createOutput } from "./part-jZmtbCqM.mjs";
import { t as parseDurationMs } from "./part-CoungTlf.mjs";
import { n as toLines } from "./part-ByN9srwb.mjs";
import { EventEmitter } from "node:events";
import childProcess from "node:child_process";
import path from "node:path";
import fs, { readFileSync } from "node:fs";
import process$1 from "node:process";
import { stripVTControlCharacters } from "node:util";
// ../../node_modules/commander/lib/error.js
var CommanderError = class extends Error {
	constructor(exitCode, code, message) {
		super(message);
		Error.captureStackTrace(this, this.constructor);
		this.name = this.constructor.name;
		this.code = code;
		this.exitCode = exitCode;
		this.nestedError = void 0;
	}
};
var InvalidArgumentError = class extends CommanderError {
	constructor(message) {
		super(1, "commander.invalidArgument", message);
		Error.captureStackTrace(this, this.constructor);
		this.name = this.constructor.name;
	}
};
// ../../node_modules/commander/lib/argument.js
var Argument = class {
	constructor(name, description) {
		this.description = description || "";
		this.variadic = false;
		this.parseArg = void 0;
		this.defaultValue = void 0;
		this.defaultValueDescription = void 0;
		this.argChoices = void 0;
		switch (name[0]) {
			case "<":
				this.required = true;
				this._name = name.slice(1, -1);
				break;
			case "[":
				this.required = false;
				this._name = name.slice(1, -1);
				break;
			default:
				this.required = true;
				this._name = name;
		}
		if (this._name.endsWith("...")) {
			this.variadic = true;
			this._name = this._name.slice(0, -3);
		}
	}
	name() {
		return this._name;
	}
	_collectValue(value, previous) {
		if (previous === this.defaultValue || !Array.isArray(previous)) return [value];
		previous.push(value);
		return previous;
	}
	default(value, description) {
		this.defaultValue = value;
		this.defaultValueDescription = description;
		return this;
	}
	argParser(fn) {
		this.parseArg = fn;
		return this;
	}
	choices(values) {
		this.argChoices = values.slice();
		this.parseArg = (arg, previous) => {
			if (!this.argChoices.includes(arg)) throw new InvalidArgumentError(`Allowed choices are ${this.argChoices.join(", ")}.`);
			if (this.variadic) return this._collectValue(arg, previous);
			return arg;
		};
		return this;
	}
	argRequired() {
		this.required = true;
		return this;
	}
	argOptional() {
		this.required = false;
		return this;
	}
};
function humanReadableArgName(arg) {
	const nameOutput = arg.name() + (arg.variadic === true ? "..." : "");
	return arg.required ? "<" + nameOutput + ">" : "[" + nameOutput + "]";
}
// ../../node_modules/commander/lib/help.js
var Help = class {
	constructor() {
		this.helpWidth = void 0;
		this.minWidthToWrap = 40;
		this.sortSubcommands = false;
		this.sortOptions = false;
		this.showGlobalOptions = false;
	}
	prepareContext(contextOptions) {
		this.helpWidth = this.helpWidth ?? contextOptions.helpWidth ?? 80;
	}
	visibleCommands(cmd) {
		const visibleCommands = cmd.commands.filter((cmd) => !cmd._hidden);
		const helpCommand = cmd._getHelpCommand();
		if (helpCommand && !helpCommand._hidden) visibleCommands.push(helpCommand);
		if (this.sortSubcommands) visibleCommands.sort((a, b) => {
			return a.name().localeCompare(b.name());
		});
		return visibleCommands;
	}
	compareOptions(a, b) {
		const getSortKey = (option) => {
			return option.short ? option.short.replace(/^-/, "") : option.long.replace(/^--/, "");
		};
		return getSortKey(a).localeCompare(getSortKey(b));
	}
	visibleOptions(cmd) {
		const visibleOptions = cmd.options.filter((option) => !option.hidden);
		const helpOption = cmd._getHelpOption();
		if (helpOption && !helpOption.hidden) {
			const removeShort = helpOption.short && cmd._findOption(helpOption.short);
			const removeLong = helpOption.long && cmd._findOption(helpOption.long);
			if (!removeShort && !removeLong) visibleOptions.push(helpOption);
			else if (helpOption.long && !removeLong) visibleOptions.push(cmd.createOption(helpOption.long, helpOption.description).helpGroup(helpOption.helpGroupHeading));
			else if (helpOption.short && !removeShort) visibleOptions.push(cmd.createOption(helpOption.short, helpOption.description).helpGroup(helpOption.helpGroupHeading));
		}
		if (this.sortOptions) visibleOptions.sort(this.compareOptions);
		return visibleOptions;
	}
	visibleGlobalOptions(cmd) {
		if (!this.showGlobalOptions) return [];
		const globalOptions = [];
		for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) {
			const visibleOptions = ancestorCmd.options.filter((option) => !option.hidden);
			globalOptions.push(...visibleOptions);
		}
		if (this.sortOptions) globalOptions.sort(this.compareOptions);
		return globalOptions;
	}
	visibleArguments(cmd) {
		if (cmd._argsDescription) cmd.registeredArguments.forEach((argument) => {
			argument.description = argument.description || cmd._argsDescription[argument.name()] || "";
		});
		if (cmd.registeredArguments.find((argument) => argument.description)) return cmd.registeredArguments;
		return [];
	}
	subcommandTerm(cmd) {
		const args = cmd.registeredArguments.map((arg) => humanReadableArgName(arg)).join(" ");
		return cmd._name + (cmd._aliases[0] ? "|" + cmd._aliases[0] : "") + (cmd.options.length ? " [options]" : "") + (args ? " " + args : "");
	}
	optionTerm(option) {
		return option.flags;
	}
	argumentTerm(argument) {
		return argument.name();
	}
	longestSubcommandTermLength(cmd, helper) {
		return helper.visibleCommands(cmd).reduce((max, command) => {
			return Math.max(max, this.displayWidth(helper.styleSubcommandTerm(helper.subcommandTerm(command))));
		}, 0);
	}
	longestOptionTermLength(cmd, helper) {
		return helper.visibleOptions(cmd).reduce((max, option) => {
			return Math.max(max, this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option))));
		}, 0);
	}
	longestGlobalOptionTermLength(cmd, helper) {
		return helper.visibleGlobalOptions(cmd).reduce((max, option) => {
			return Math.max(max, this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option))));
		}, 0);
	}
	longestArgumentTermLength(cmd, helper) {
		return helper.visibleArguments(cmd).reduce((max, argument) => {
			return Math.max(max, this.displayWidth(helper.styleArgumentTerm(helper.argumentTerm(argument))));
		}, 0);
	}
	commandUsage(cmd) {
		let cmdName = cmd._name;
		if (cmd._aliases[0]) cmdName = cmdName + "|" + cmd._aliases[0];
		let ancestorCmdNames = "";
		for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) ancestorCmdNames = ancestorCmd.name() + " " + ancestorCmdNames;
		return ancestorCmdNames + cmdName + " " + cmd.usage();
	}
	commandDescription(cmd) {
		return cmd.description();
	}
	subcommandDescription(cmd) {
		return cmd.summary() || cmd.description();
	}
	optionDescription(option) {
		const extraInfo = [];
		if (option.argChoices) extraInfo.push(`choices: ${option.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`);
		if (option.defaultValue !== void 0) {
			if (option.required || option.optional || option.isBoolean() && typeof option.defaultValue === "boolean") extraInfo.push(`default: ${option.defaultValueDescription || JSON.stringify(option.defaultValue)}`);
		}
		if (option.presetArg !== void 0 && option.optional) extraInfo.push(`preset: ${JSON.stringify(option.presetArg)}`);
		if (option.envVar !== void 0) extraInfo.push(`env: ${option.envVar}`);
		if (extraInfo.length > 0) {
			const extraDescription = `(${extraInfo.join(", ")})`;
			if (option.description) return `${option.description} ${extraDescription}`;
			return extraDescription;
		}
		return option.description;
	}
	argumentDescription(argument) {
		const extraInfo = [];
		if (argument.argChoices) extraInfo.push(`choices: ${argument.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`);
		if (argument.defaultValue !== void 0) extraInfo.push(`default: ${argument.defaultValueDescription || JSON.stringify(argument.defaultValue)}`);
		if (extraInfo.length > 0) {
			const extraDescription = `(${extraInfo.join(", ")})`;
			if (argument.description) return `${argument.description} ${extraDescription}`;
			return extraDescription;
		}
		return argument.description;
	}
	formatItemList(heading, items, helper) {
		if (items.length === 0) return [];
		return [
			helper.styleTitle(heading),
			...items,
			""
		];
	}
	groupItems(unsortedItems, visibleItems, getGroup) {
		const result = new Map();
		unsortedItems.forEach((item) => {
			const group = getGroup(item);
			if (!result.has(group)) result.set(group, []);
		});
		visibleItems.forEach((item) => {
			const group = getGroup(item);
			if (!result.has(group)) result.set(group, []);
			result.get(group).push(item);
		});
		return result;
	}
	formatHelp(cmd, helper) {
		const termWidth = helper.padWidth(cmd, helper);
		const helpWidth = helper.helpWidth ?? 80;
		function callFormatItem(term, description) {
			return helper.formatItem(term, termWidth, description, helper);
		}
		let output = [`${helper.styleTitle("Usage:")} ${helper.styleUsage(helper.commandUsage(cmd))}`, ""];
		const commandDescription = helper.commandDescription(cmd);
		if (commandDescription.length > 0) output = output.concat([helper.boxWrap(helper.styleCommandDescription(commandDescription), helpWidth), ""]);
		const argumentList = helper.visibleArguments(cmd).map((argument) => {
			return callFormatItem(helper.styleArgumentTerm(helper.argumentTerm(argument)), helper.styleArgumentDescription(helper.argumentDescription(argument)));
		});
		output = output.concat(this.formatItemList("Arguments:", argumentList, helper));
		this.groupItems(cmd.options, helper.visibleOptions(cmd), (option) => option.helpGroupHeading ?? "Options:").forEach((options, group) => {
			const optionList = options.map((option) => {
				return callFormatItem(helper.styleOptionTerm(helper.optionTerm(option)), helper.styleOptionDescription(helper.optionDescription(option)));
			});
			output = output.concat(this.formatItemList(group, optionList, helper));
		});
		if (helper.showGlobalOptions) {
			const globalOptionList = helper.visibleGlobalOptions(cmd).map((option) => {
				return callFormatItem(helper.styleOptionTerm(helper.optionTerm(option)), helper.styleOptionDescription(helper.optionDescription(option)));
			});
			output = output.concat(this.formatItemList("Global Options:", globalOptionList, helper));
		}
		this.groupItems(cmd.commands, helper.visibleCommands(cmd), (sub) => sub.helpGroup() || "Commands:").forEach((commands, group) => {
			const commandList = commands.map((sub) => {
				return callFormatItem(helper.styleSubcommandTerm(helper.subcommandTerm(sub)), helper.styleSubcommandDescription(helper.subcommandDescription(sub)));
			});
			output = output.concat(this.formatItemList(group, commandList, helper));
		});
		return output.join("\n");
	}
	displayWidth(str) {
		return stripVTControlCharacters(str).length;
	}
	styleTitle(str) {
		return str;
	}
	styleUsage(str) {
		return str.split(" ").map((word) => {
			if (word === "[options]") return this.styleOptionText(word);
			if (word === "[command]") return this.styleSubcommandText(word);
			if (word[0] === "[" || word[0] === "<") return this.styleArgumentText(word);
			return this.styleCommandText(word);
		}).join(" ");
	}
	styleCommandDescription(str) {
		return this.styleDescriptionText(str);
	}
	styleOptionDescription(str) {
		return this.styleDescriptionText(str);
	}
	styleSubcommandDescription(str) {
		return this.styleDescriptionText(str);
	}
	styleArgumentDescription(str) {
		return this.styleDescriptionText(str);
	}
	styleDescriptionText(str) {
		return str;
	}
	styleOptionTerm(str) {
		return this.styleOptionText(str);
	}
	styleSubcommandTerm(str) {
		return str.split(" ").map((word) => {
			if (word === "[options]") return this.styleOptionText(word);
			if (word[0] === "[" || word[0] === "<") return this.styleArgumentText(word);
			return this.styleSubcommandText(word);
		}).join(" ");
	}
	styleArgumentTerm(str) {
		return this.styleArgumentText(str);
	}
	styleOptionText(str) {
		return str;
	}
	styleArgumentText(str) {
		return str;
	}
	styleSubcommandText(str) {
		return str;
	}
	styleCommandText(str) {
		return str;
	}
	padWidth(cmd, helper) {
		return Math.max(helper.longestOptionTermLength(cmd, helper), helper.longestGlobalOptionTermLength(cmd, helper), helper.longestSubcommandTermLength(cmd, helper), helper.longestArgumentTermLength(cmd, helper));
	}
	preformatted(str) {
		return /\n[^\S\r\n]/.test(str);
	}
	formatItem(term, termWidth, description, helper) {
		const itemIndent = 2;
		const itemIndentStr = " ".repeat(itemIndent);
		if (!description) return itemIndentStr + term;
		const paddedTerm = term.padEnd(termWidth + term.length - helper.displayWidth(term));
		const spacerWidth = 2;
		const remainingWidth = (this.helpWidth ?? 80) - termWidth - spacerWidth - itemIndent;
		let formattedDescription;
		if (remainingWidth < this.minWidthToWrap || helper.preformatted(description)) formattedDescription = description;
		else formattedDescription = helper.boxWrap(description, remainingWidth).replace(/\n/g, "\n" + " ".repeat(termWidth + spacerWidth));
		return itemIndentStr + paddedTerm + " ".repeat(spacerWidth) + formattedDescription.replace(/\n/g, `\n${itemIndentStr}`);
	}
	boxWrap(str, width) {
		if (width < this.minWidthToWrap) return str;
		const rawLines = str.split(/\r\n|\n/);
		const chunkPattern = /[\s]*[^\s]+/g;
		const wrappedLines = [];
		rawLines.forEach((line) => {
			const chunks = line.match(chunkPattern);
			if (chunks === null) {
				wrappedLines.push("");
				return;
			}
			let sumChunks = [chunks.shift()];
			let sumWidth = this.displayWidth(sumChunks[0]);
			chunks.forEach((chunk) => {
				const visibleWidth = this.displayWidth(chunk);
				if (sumWidth + visibleWidth <= width) {
					sumChunks.push(chunk);
					sumWidth += visibleWidth;
					return;
				}
				wrappedLines.push(sumChunks.join(""));
				const nextChunk = chunk.trimStart();
				sumChunks = [nextChunk];
				sumWidth = this.displayWidth(nextChunk);
			});
			wrappedLines.push(sumChunks.join(""));
		});
		return wrappedLines.join("\n");
	}
};
// ../../node_modules/commander/lib/option.js
var Option = class {
	constructor(flags, description) {
		this.flags = flags;
		this.description = description || "";
		this.required = flags.includes("<");
		this.optional = flags.includes("[");
		this.variadic = /\p{ID_Continue}\.\.\.[>\]]$/u.test(flags);
		this.mandatory = false;
		const optionFlags = splitOptionFlags(flags);
		this.short = optionFlags.shortFlag;
		this.long = optionFlags.longFlag;
		this.negate = false;
		if (this.long) this.negate = this.long.startsWith("--no-");
		this.defaultValue = void 0;
		this.defaultValueDescription = void 0;
		this.presetArg = void 0;
		this.envVar = void 0;
		this.parseArg = void 0;
		this.hidden = false;
		this.argChoices = void 0;
		this.conflictsWith = [];
		this.implied = void 0;
		this.helpGroupHeading = void 0;
	}
	default(value, description) {
		this.defaultValue = value;
		this.defaultValueDescription = description;
		return this;
	}
	preset(arg) {
		this.presetArg = arg;
		return this;
	}
	conflicts(names) {
		this.conflictsWith = this.conflictsWith.concat(names);
		return this;
	}
	implies(impliedOptionValues) {
		let newImplied = impliedOptionValues;
		if (typeof impliedOptionValues === "string") newImplied = { [impliedOptionValues]: true };
		this.implied = Object.assign(this.implied || {}, newImplied);
		return this;
	}
	env(name) {
		this.envVar = name;
		return this;
	}
	argParser(fn) {
		this.parseArg = fn;
		return this;
	}
	makeOptionMandatory(mandatory = true) {
		this.mandatory = !!mandatory;
		return this;
	}
	hideHelp(hide = true) {
		this.hidden = !!hide;
		return this;
	}
	_collectValue(value, previous) {
		if (previous === this.defaultValue || !Array.isArray(previous)) return [value];
		previous.push(value);
		return previous;
	}
	choices(values) {
		this.argChoices = values.slice();
		this.parseArg = (arg, previous) => {
			if (!this.argChoices.includes(arg)) throw new InvalidArgumentError(`Allowed choices are ${this.argChoices.join(", ")}.`);
			if (this.variadic) return this._collectValue(arg, previous);
			return arg;
		};
		return this;
	}
	name() {
		if (this.long) return this.long.replace(/^--/, "");
		return this.short.replace(/^-/, "");
	}
	attributeName() {
		if (this.negate) return camelcase(this.name().replace(/^no-/, ""));
		return camelcase(this.name());
	}
	helpGroup(heading) {
		this.helpGroupHeading = heading;
		return this;
	}
	is(arg) {
		return this.short === arg || this.long === arg;
	}
	isBoolean() {
		return !this.required && !this.optional && !this.negate;
	}
};
var DualOptions = class {
	constructor(options) {
		this.positiveOptions = new Map();
		this.negativeOptions = new Map();
		this.dualOptions = new Set();
		options.forEach((option) => {
			if (option.negate) this.negativeOptions.set(option.attributeName(), option);
			else this.positiveOptions.set(option.attributeName(), option);
		});
		this.negativeOptions.forEach((value, key) => {
			if (this.positiveOptions.has(key)) this.dualOptions.add(key);
		});
	}
	valueFromOption(value, option) {
		const optionKey = option.attributeName();
		if (!this.dualOptions.has(optionKey)) return true;
		const preset = this.negativeOptions.get(optionKey).presetArg;
		const negativeValue = preset !== void 0 ? preset : false;
		return option.negate === (negativeValue === value);
	}
};
function camelcase(str) {
	return str.split("-").reduce((str, word) => {
		return str + word[0].toUpperCase() + word.slice(1);
	});
}
function splitOptionFlags(flags) {
	let shortFlag;
	let longFlag;
	const shortFlagExp = /^-[^-]$/;
	const longFlagExp = /^--[^-]/;
	const flagParts = flags.split(/[ |,]+/).concat("guard");
	if (shortFlagExp.test(flagParts[0])) shortFlag = flagParts.shift();
	if (longFlagExp.test(flagParts[0])) longFlag = flagParts.shift();
	if (!shortFlag && shortFlagExp.test(flagParts[0])) shortFlag = flagParts.shift();
	if (!shortFlag && longFlagExp.test(flagParts[0])) {
		shortFlag = longFlag;
		longFlag = flagParts.shift();
	}
	if (flagParts[0].startsWith("-")) {
		const unsupportedFlag = flagParts[0];
		const baseError = `option creation failed due to '${unsupportedFlag}' in option flags '${flags}'`;
		if (/^-[^-][^-]/.test(unsupportedFlag)) throw new Error(`${baseError}
- a short flag is a single dash and a single character
  - either use a single dash and a single character (for a short flag)
  - or use a double dash for a long option (and can have two, like '--ws, --workspace')`);
		if (shortFlagExp.test(unsupportedFlag)) throw new Error(`${baseError}
- too many short flags`);
		if (longFlagExp.test(unsupportedFlag)) throw new Error(`${baseError}
- too many long flags`);
		throw new Error(`${baseError}
- unrecognised flag format`);
	}
	if (shortFlag === void 0 && longFlag === void 0) throw new Error(`option creation failed due to no flags found in '${flags}'.`);
	return {
		shortFlag,
		longFlag
	};
}
// ../../node_modules/commander/lib/suggestSimilar.js
const maxDistance = 3;
function editDistance(a, b) {
	if (Math.abs(a.length - b.length) > maxDistance) return Math.max(a.length, b.length);
	const d = [];
	for (let i = 0; i <= a.length; i++) d[i] = [i];
	for (let j = 0; j <= b.length; j++) d[0][j] = j;
	for (let j = 1; j <= b.length; j++) for (let i = 1; i <= a.length; i++) {
		let cost;
		if (a[i - 1] === b[j - 1]) cost = 0;
		else cost = 1;
		d[i][j] = Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost);
		if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
	}
	return d[a.length][b.length];
}
function suggestSimilar(word, candidates) {
	if (!candidates || candidates.length === 0) return "";
	candidates = Array.from(new Set(candidates));
	const searchingOptions = word.startsWith("--");
	if (searchingOptions) {
		word = word.slice(2);
		candidates = candidates.map((candidate) => candidate.slice(2));
	}
	let similar = [];
	let bestDistance = maxDistance;
	const minSimilarity = .4;
	candidates.forEach((candidate) => {
		if (candidate.length <= 1) return;
		const distance = editDistance(word, candidate);
		const length = Math.max(word.length, candidate.length);
		if ((length - distance) / length > minSimilarity) {
			if (distance < bestDistance) {
				bestDistance = distance;
				similar = [candidate];
			} else if (distance === bestDistance) similar.push(candidate);
		}
	});
	similar.sort((a, b) => a.localeCompare(b));
	if (searchingOptions) similar = similar.map((candidate) => `--${candidate}`);
	if (similar.length > 1) return `\n(Did you mean one of ${similar.join(", ")}?)`;
	if (similar.length === 1) return `\n(Did you mean ${similar[0]}?)`;
	return "";
}
// ../../node_modules/commander/lib/command.js
var Command = class Command extends EventEmitter {
	constructor(name) {
		super();
		this.commands = [];
		this.options = [];
		this.parent = null;
		this._allowUnknownOption = false;
		this._allowExcessArguments = false;
		this.registeredArguments = [];
		this._args = this.registeredArguments;
		this.args = [];
		this.rawArgs = [];
		this.processedArgs = [];
		this._scriptPath = null;
		this._name = name || "";
		this._optionValues = {};
		this._optionValueSources = {};
		this._storeOptionsAsProperties = false;
		this._actionHandler = null;
		this._executableHandler = false;
		this._executableFile = null;
		this._executableDir = null;
		this._defaultCommandName = null;
		this._exitCallback = null;
		this._aliases = [];
		this._combineFlagAndOptionalValue = true;
		this._description = "";
		this._summary = "";
		this._argsDescription = void 0;
		this._enablePositionalOptions = false;
		this._passThroughOptions = false;
		this._lifeCycleHooks = {};
		this._showHelpAfterError = false;
		this._showSuggestionAfterError = true;
		this._savedState = null;
		this._outputConfiguration = {
			writeOut: (str) => process$1.stdout.write(str),
			writeErr: (str) => process$1.stderr.write(str),
			outputError: (str, write) => write(str),
			getOutHelpWidth: () => process$1.stdout.isTTY ? process$1.stdout.columns : void 0,
			getErrHelpWidth: () => process$1.stderr.isTTY ? process$1.stderr.columns : void 0,
			getOutHasColors: () => useColor() ?? (process$1.stdout.isTTY && process$1.stdout.hasColors?.()),
			getErrHasColors: () => useColor() ?? (process$1.stderr.isTTY && process$1.stderr.hasColors?.()),
			stripColor: (str) => stripVTControlCharacters(str)
		};
		this._hidden = false;
		this._helpOption = void 0;
		this._addImplicitHelpCommand = void 0;
		this._helpCommand = void 0;
		this._helpConfiguration = {};
		this._helpGroupHeading = void 0;
		this._defaultCommandGroup = void 0;
		this._defaultOptionGroup = void 0;
	}
	copyInheritedSettings(sourceCommand) {
		this._outputConfiguration = sourceCommand._outputConfiguration;
		this._helpOption = sourceCommand._helpOption;
		this._helpCommand = sourceCommand._helpCommand;
		this._helpConfiguration = sourceCommand._helpConfiguration;
		this._exitCallback = sourceCommand._exitCallback;
		this._storeOptionsAsProperties = sourceCommand._storeOptionsAsProperties;
		this._combineFlagAndOptionalValue = sourceCommand._combineFlagAndOptionalValue;
		this._allowExcessArguments = sourceCommand._allowExcessArguments;
		this._enablePositionalOptions = sourceCommand._enablePositionalOptions;
		this._showHelpAfterError = sourceCommand._showHelpAfterError;
		this._showSuggestionAfterError = sourceCommand._showSuggestionAfterError;
		return this;
	}
	_getCommandAndAncestors() {
		const result = [];
		for (let command = this; command; command = command.parent) result.push(command);
		return result;
	}
	command(nameAndArgs, actionOptsOrExecDesc, execOpts) {
		let desc = actionOptsOrExecDesc;
		let opts = execOpts;
		if (typeof desc === "object" && desc !== null) {
			opts = desc;
			desc = null;
		}
		opts = opts || {};
		const [, name, args] = nameAndArgs.match(/([^ ]+) *(.*)/);
		const cmd = this.createCommand(name);
		if (desc) {
			cmd.description(desc);
			cmd._executableHandler = true;
		}
		if (opts.isDefault) this._defaultCommandName = cmd._name;
		cmd._hidden = !!(opts.noHelp || opts.hidden);
		cmd._executableFile = opts.executableFile || null;
		if (args) cmd.arguments(args);
		this._registerCommand(cmd);
		cmd.parent = this;
		cmd.copyInheritedSettings(this);
		if (desc) return this;
		return cmd;
	}
	createCommand(name) {
		return new Command(name);
	}
	createHelp() {
		return Object.assign(new Help(), this.configureHelp());
	}
	configureHelp(configuration) {
		if (configuration === void 0) return this._helpConfiguration;
		this._helpConfiguration = configuration;
		return this;
	}
	configureOutput(configuration) {
		if (configuration === void 0) return this._outputConfiguration;
		this._outputConfiguration = {
			...this._outputConfiguration,
			...configuration
		};
		return this;
	}
	showHelpAfterError(displayHelp = true) {
		if (typeof displayHelp !== "string") displayHelp = !!displayHelp;
		this._showHelpAfterError = displayHelp;
		return this;
	}
	showSuggestionAfterError(displaySuggestion = true) {
		this._showSuggestionAfterError = !!displaySuggestion;
		return this;
	}
	addCommand(cmd, opts) {
		if (!cmd._name) throw new Error(`Command passed to .addCommand() must have a name
- specify the name in Command constructor or using .name()`);
		opts = opts || {};
		if (opts.isDefault) this._defaultCommandName = cmd._name;
		if (opts.noHelp || opts.hidden) cmd._hidden = true;
		this._registerCommand(cmd);
		cmd.parent = this;
		cmd._checkForBrokenPassThrough();
		return this;
	}
	createArgument(name, description) {
		return new Argument(name, description);
	}
	argument(name, description, parseArg, defaultValue) {
		const argument = this.createArgument(name, description);
		if (typeof parseArg === "function") argument.default(defaultValue).argParser(parseArg);
		else argument.default(parseArg);
		this.addArgument(argument);
		return this;
	}
	arguments(names) {
		names.trim().split(/ +/).forEach((detail) => {
			this.argument(detail);
		});
		return this;
	}
	addArgument(argument) {
		const previousArgument = this.registeredArguments.slice(-1)[0];
		if (previousArgument?.variadic) throw new Error(`only the last argument can be variadic '${previousArgument.name()}'`);
		if (argument.required && argument.defaultValue !== void 0 && argument.parseArg === void 0) throw new Error(`a default value for a required argument is never used: '${argument.name()}'`);
		this.registeredArguments.push(argument);
		return this;
	}
	helpCommand(enableOrNameAndArgs, description) {
		if (typeof enableOrNameAndArgs === "boolean") {
			this._addImplicitHelpCommand = enableOrNameAndArgs;
			if (enableOrNameAndArgs && this._defaultCommandGroup) this._initCommandGroup(this._getHelpCommand());
			return this;
		}
		const [, helpName, helpArgs] = (enableOrNameAndArgs ?? "help [command]").match(/([^ ]+) *(.*)/);
		const helpDescription = description ?? "display help for command";
		const helpCommand = this.createCommand(helpName);
		helpCommand.helpOption(false);
		if (helpArgs) helpCommand.arguments(helpArgs);
		if (helpDescription) helpCommand.description(helpDescription);
		this._addImplicitHelpCommand = true;
		this._helpCommand = helpCommand;
		if (enableOrNameAndArgs || description) this._initCommandGroup(helpCommand);
		return this;
	}
	addHelpCommand(helpCommand, deprecatedDescription) {
		if (typeof helpCommand !== "object") {
			this.helpCommand(helpCommand, deprecatedDescription);
			return this;
		}
		this._addImplicitHelpCommand = true;
		this._helpCommand = helpCommand;
		this._initCommandGroup(helpCommand);
		return this;
	}
	_getHelpCommand() {
		if (this._addImplicitHelpCommand ?? (this.commands.length && !this._actionHandler && !this._findCommand("help"))) {
			if (this._helpCommand === void 0) this.helpCommand(void 0, void 0);
			return this._helpCommand;
		}
		return null;
	}
	hook(event, listener) {
		const allowedValues = [
			"preSubcommand",
			"preAction",
			"postAction"
		];
		if (!allowedValues.includes(event)) throw new Error(`Unexpected value for event passed to hook : '${event}'.
Expecting one of '${allowedValues.join("', '")}'`);
		if (this._lifeCycleHooks[event]) this._lifeCycleHooks[event].push(listener);
		else this._lifeCycleHooks[event] = [listener];
		return this;
	}
	exitOverride(fn) {
		if (fn) this._exitCallback = fn;
		else this._exitCallback = (err) => {
			if (err.code !== "commander.executeSubCommandAsync") throw err;
		};
		return this;
	}
	_exit(exitCode, code, message) {
		if (this._exitCallback) this._exitCallback(new CommanderError(exitCode, code, message));
		process$1.exit(exitCode);
	}
	action(fn) {
		const listener = (args) => {
			const expectedArgsCount = this.registeredArguments.length;
			const actionArgs = args.slice(0, expectedArgsCount);
			if (this._storeOptionsAsProperties) actionArgs[expectedArgsCount] = this;
			else actionArgs[expectedArgsCount] = this.opts();
			actionArgs.push(this);
			return fn.apply(this, actionArgs);
		};
		this._actionHandler = listener;
		return this;
	}
	createOption(flags, description) {
		return new Option(flags, description);
	}
	_callParseArg(target, value, previous, invalidArgumentMessage) {
		try {
			return target.parseArg(value, previous);
		} catch (err) {
			if (err.code === "commander.invalidArgument") {
				const message = `${invalidArgumentMessage} ${err.message}`;
				this.error(message, {
					exitCode: err.exitCode,
					code: err.code
				});
			}
			throw err;
		}
	}
	_registerOption(option) {
		const matchingOption = option.short && this._findOption(option.short) || option.long && this._findOption(option.long);
		if (matchingOption) {
			const matchingFlag = option.long && this._findOption(option.long) ? option.long : option.short;
			throw new Error(`Cannot add option '${option.flags}'${this._name && ` to command '${this._name}'`} due to conflicting flag '${matchingFlag}'
-  already used by option '${matchingOption.flags}'`);
		}
		this._initOptionGroup(option);
		this.options.push(option);
	}
	_registerCommand(command) {
		const knownBy = (cmd) => {
			return [cmd.name()].concat(cmd.aliases());
		};
		const alreadyUsed = knownBy(command).find((name) => this._findCommand(name));
		if (alreadyUsed) {
			const existingCmd = knownBy(this._findCommand(alreadyUsed)).join("|");
			const newCmd = knownBy(command).join("|");
			throw new Error(`cannot add command '${newCmd}' as already have command '${existingCmd}'`);
		}
		this._initCommandGroup(command);
		this.commands.push(command);
	}
	addOption(option) {
		this._registerOption(option);
		const oname = option.name();
		const name = option.attributeName();
		if (option.defaultValue !== void 0) this.setOptionValueWithSource(name, option.defaultValue, "default");
		const handleOptionValue = (val, invalidValueMessage, valueSource) => {
			if (val == null && option.presetArg !== void 0) val = option.presetArg;
			const oldValue = this.getOptionValue(name);
			if (val !== null && option.parseArg) val = this._callParseArg(option, val, oldValue, invalidValueMessage);
			else if (val !== null && option.variadic) val = option._collectValue(val, oldValue);
			if (val == null) {
				if (option.negate) val = false;
				else if (option.isBoolean() || option.optional) val = true;
				else val = "";
			}
			this.setOptionValueWithSource(name, val, valueSource);
		};
		this.on("option:" + oname, (val) => {
			const invalidValueMessage = `error: option '${option.flags}' argument '${val}' is invalid.`;
			handleOptionValue(val, invalidValueMessage, "cli");
		});
		if (option.envVar) this.on("optionEnv:" + oname, (val) => {
			const invalidValueMessage = `error: option '${option.flags}' value '${val}' from env '${option.envVar}' is invalid.`;
			handleOptionValue(val, invalidValueMessage, "env");
		});
		return this;
	}
	_optionEx(config, flags, description, fn, defaultValue) {
		if (typeof flags === "object" && flags instanceof Option) throw new Error("To add an Option object use addOption() instead of option() or requiredOption()");
		const option = this.createOption(flags, description);
		option.makeOptionMandatory(!!config.mandatory);
		if (typeof fn === "function") option.default(defaultValue).argParser(fn);
		else if (fn instanceof RegExp) {
			const regex = fn;
			fn = (val, def) => {
				const m = regex.exec(val);
				return m ? m[0] : def;
			};
			option.default(defaultValue).argParser(fn);
		} else option.default(fn);
		return this.addOption(option);
	}
	option(flags, description, parseArg, defaultValue) {
		return this._optionEx({}, flags, description, parseArg, defaultValue);
	}
	requiredOption(flags, description, parseArg, defaultValue) {
		return this._optionEx({ mandatory: true }, flags, description, parseArg, defaultValue);
	}
	combineFlagAndOptionalValue(combine = true) {
		this._combineFlagAndOptionalValue = !!combine;
		return this;
	}
	allowUnknownOption(allowUnknown = true) {
		this._allowUnknownOption = !!allowUnknown;
		return this;
	}
	allowExcessArguments(allowExcess = true) {
		this._allowExcessArguments = !!allowExcess;
		return this;
	}
	enablePositionalOptions(positional = true) {
		this._enablePositionalOptions = !!positional;
		return this;
	}
	passThroughOptions(passThrough = true) {
		this._passThroughOptions = !!passThrough;
		this._checkForBrokenPassThrough();
		return this;
	}
	_checkForBrokenPassThrough() {
		if (this.parent && this._passThroughOptions && !this.parent._enablePositionalOptions) throw new Error(`passThroughOptions cannot be used for '${this._name}' without turning on enablePositionalOptions for parent command(s)`);
	}
	storeOptionsAsProperties(storeAsProperties = true) {
		if (this.options.length) throw new Error("call .storeOptionsAsProperties() before adding options");
		if (Object.keys(this._optionValues).length) throw new Error("call .storeOptionsAsProperties() before setting option values");
		this._storeOptionsAsProperties = !!storeAsProperties;
		return this;
	}
	getOptionValue(key) {
		if (this._storeOptionsAsProperties) return this[key];
		return this._optionValues[key];
	}
	setOptionValue(key, value) {
		return this.setOptionValueWithSource(key, value, void 0);
	}
	setOptionValueWithSource(key, value, source) {
		if (this._storeOptionsAsProperties) this[key] = value;
		else this._optionValues[key] = value;
		this._optionValueSources[key] = source;
		return this;
	}
	getOptionValueSource(key) {
		return this._optionValueSources[key];
	}
	getOptionValueSourceWithGlobals(key) {
		let source;
		this._getCommandAndAncestors().forEach((cmd) => {
			if (Object.hasOwn(cmd._optionValueSources, key)) source = cmd.getOptionValueSource(key);
		});
		return source;
	}
	_prepareUserArgs(argv, parseOptions) {
		if (argv !== void 0 && !Array.isArray(argv)) throw new Error("first parameter to parse must be array or undefined");
		parseOptions = parseOptions || {};
		if (argv === void 0 && parseOptions.from === void 0) {
			if (process$1.versions?.electron) parseOptions.from = "electron";
			const execArgv = process$1.execArgv ?? [];
			if (execArgv.includes("-e") || execArgv.includes("--eval") || execArgv.includes("-p") || execArgv.includes("--print")) parseOptions.from = "eval";
		}
		if (argv === void 0) argv = process$1.argv;
		this.rawArgs = argv.slice();
		let userArgs;
		switch (parseOptions.from) {
			case void 0:
			case "node":
				this._scriptPath = argv[1];
				userArgs = argv.slice(2);
				break;
			case "electron":
				if (process$1.defaultApp) {
					this._scriptPath = argv[1];
					userArgs = argv.slice(2);
				} else userArgs = argv.slice(1);
				break;
			case "user":
				userArgs = argv.slice(0);
				break;
			case "eval":
				userArgs = argv.slice(1);
				break;
			default: throw new Error(`unexpected parse option { from: '${parseOptions.from}' }`);
		}
		if (!this._name && this._scriptPath) this.nameFromFilename(this._scriptPath);
		this._name = this._name || "program";
		return userArgs;
	}
	parse(argv, parseOptions) {
		this._prepareForParse();
		const userArgs = this._prepareUserArgs(argv, parseOptions);
		this._parseCommand([], userArgs);
		return this;
	}
	async parseAsync(argv, parseOptions) {
		this._prepareForParse();
		const userArgs = this._prepareUserArgs(argv, parseOptions);
		await this._parseCommand([], userArgs);
		return this;
	}
	_prepareForParse() {
		if (this._savedState === null) {
			this.options.filter((option) => option.negate && option.defaultValue === void 0 && this.getOptionValue(option.attributeName()) === void 0).forEach((option) => {
				const positiveLongFlag = option.long.replace(/^--no-/, "--");
				if (!this._findOption(positiveLongFlag)) this.setOptionValueWithSource(option.attributeName(), true, "default");
			});
			this.saveStateBeforeParse();
		} else this.restoreStateBeforeParse();
	}
	saveStateBeforeParse() {
		this._savedState = {
			_name: this._name,
			_optionValues: { ...this._optionValues },
			_optionValueSources: { ...this._optionValueSources }
		};
	}
	restoreStateBeforeParse() {
		if (this._storeOptionsAsProperties) throw new Error(`Can not call parse again when storeOptionsAsProperties is true.
- either make a new Command for each call to parse, or stop storing options as properties`);
		this._name = this._savedState._name;
		this._scriptPath = null;
		this.rawArgs = [];
		this._optionValues = { ...this._savedState._optionValues };
		this._optionValueSources = { ...this._savedState._optionValueSources };
		this.args = [];
		this.processedArgs = [];
	}
	_checkForMissingExecutable(executableFile, executableDir, subcommandName) {
		if (fs.existsSync(executableFile)) return;
		const executableMissing = `'${executableFile}' does not exist
 - if '${subcommandName}' is not meant to be an executable command, remove description parameter from '.command()' and use '.description()' instead
 - if the default executable name is not suitable, use the executableFile option to supply a custom name or path
 - ${executableDir ? `searched for local subcommand relative to directory '${executableDir}'` : "no directory for search for local subcommand, use .executableDir() to supply a custom directory"}`;
		throw new Error(executableMissing);
	}
	_executeSubCommand(subcommand, args) {
		args = args.slice();
		const sourceExt = [
			".js",
			".ts",
			".tsx",
			".mjs",
			".cjs"
		];
		function findFile(baseDir, baseName) {
			const localBin = path.resolve(baseDir, baseName);
			if (fs.existsSync(localBin)) return localBin;
			if (sourceExt.includes(path.extname(baseName))) return void 0;
			const foundExt = sourceExt.find((ext) => fs.existsSync(`${localBin}${ext}`));
			if (foundExt) return `${localBin}${foundExt}`;
		}
		this._checkForMissingMandatoryOptions();
		this._checkForConflictingOptions();
		let executableFile = subcommand._executableFile || `${this._name}-${subcommand._name}`;
		let executableDir = this._executableDir || "";
		if (this._scriptPath) {
			let resolvedScriptPath;
			try {
				resolvedScriptPath = fs.realpathSync(this._scriptPath);
			} catch {
				resolvedScriptPath = this._scriptPath;
			}
			executableDir = path.resolve(path.dirname(resolvedScriptPath), executableDir);
		}
		if (executableDir) {
			let localFile = findFile(executableDir, executableFile);
			if (!localFile && !subcommand._executableFile && this._scriptPath) {
				const legacyName = path.basename(this._scriptPath, path.extname(this._scriptPath));
				if (legacyName !== this._name) localFile = findFile(executableDir, `${legacyName}-${subcommand._name}`);
			}
			executableFile = localFile || executableFile;
		}
		const launchWithNode = sourceExt.includes(path.extname(executableFile));
		let proc;
		if (process$1.platform !== "win32") {
			if (launchWithNode) {
				args.unshift(executableFile);
				args = incrementNodeInspectorPort(process$1.execArgv).concat(args);
				proc = childProcess.spawn(process$1.argv[0], args, { stdio: "inherit" });
			} else proc = childProcess.spawn(executableFile, args, { stdio: "inherit" });
		} else {
			this._checkForMissingExecutable(executableFile, executableDir, subcommand._name);
			args.unshift(executableFile);
			args = incrementNodeInspectorPort(process$1.execArgv).concat(args);
			proc = childProcess.spawn(process$1.execPath, args, { stdio: "inherit" });
		}
		if (!proc.killed) [
			"SIGUSR1",
			"SIGUSR2",
			"SIGTERM",
			"SIGINT",
			"SIGHUP"
		].forEach((signal) => {
			process$1.on(signal, () => {
				if (proc.killed === false && proc.exitCode === null) proc.kill(signal);
			});
		});
		const exitCallback = this._exitCallback;
		proc.on("close", (code) => {
			code = code ?? 1;
			if (!exitCallback) process$1.exit(code);
			else exitCallback(new CommanderError(code, "commander.executeSubCommandAsync", "(close)"));
		});
		proc.on("error", (err) => {
			if (err.code === "ENOENT") this._checkForMissingExecutable(executableFile, executableDir, subcommand._name);
			else if (err.code === "EACCES") throw new Error(`'${executableFile}' not executable`);
			if (!exitCallback) process$1.exit(1);
			else {
				const wrappedError = new CommanderError(1, "commander.executeSubCommandAsync", "(error)");
				wrappedError.nestedError = err;
				exitCallback(wrappedError);
			}
		});
		this.runningCommand = proc;
	}
	_dispatchSubcommand(commandName, operands, unknown) {
		const subCommand = this._findCommand(commandName);
		if (!subCommand) this.help({ error: true });
		subCommand._prepareForParse();
		let promiseChain;
		promiseChain = this._chainOrCallSubCommandHook(promiseChain, subCommand, "preSubcommand");
		promiseChain = this._chainOrCall(promiseChain, () => {
			if (subCommand._executableHandler) this._executeSubCommand(subCommand, operands.concat(unknown));
			else return subCommand._parseCommand(operands, unknown);
		});
		return promiseChain;
	}
	_dispatchHelpCommand(subcommandName) {
		if (!subcommandName) this.help();
		const subCommand = this._findCommand(subcommandName);
		if (subCommand && !subCommand._executableHandler) subCommand.help();
		return this._dispatchSubcommand(subcommandName, [], [this._getHelpOption()?.long ?? this._getHelpOption()?.short ?? "--help"]);
	}
	_checkNumberOfArguments() {
		this.registeredArguments.forEach((arg, i) => {
			if (arg.required && this.args[i] == null) this.missingArgument(arg.name());
		});
		if (this.registeredArguments.length > 0 && this.registeredArguments[this.registeredArguments.length - 1].variadic) return;
		if (this.args.length > this.registeredArguments.length) this._excessArguments(this.args);
	}
	_processArguments() {
		const myParseArg = (argument, value, previous) => {
			let parsedValue = value;
			if (value !== null && argument.parseArg) {
				const invalidValueMessage = `error: command-argument value '${value}' is invalid for argument '${argument.name()}'.`;
				parsedValue = this._callParseArg(argument, value, previous, invalidValueMessage);
			}
			return parsedValue;
		};
		this._checkNumberOfArguments();
		const processedArgs = [];
		this.registeredArguments.forEach((declaredArg, index) => {
			let value = declaredArg.defaultValue;
			if (declaredArg.variadic) {
				if (index < this.args.length) {
					value = this.args.slice(index);
					if (declaredArg.parseArg) value = value.reduce((processed, v) => {
						return myParseArg(declaredArg, v, processed);
					}, declaredArg.defaultValue);
				} else if (value === void 0) value = [];
			} else if (index < this.args.length) {
				value = this.args[index];
				if (declaredArg.parseArg) value = myParseArg(declaredArg, value, declaredArg.defaultValue);
			}
			processedArgs[index] = value;
		});
		this.processedArgs = processedArgs;
	}
	_chainOrCall(promise, fn) {
		if (promise?.then && typeof promise.then === "function") return promise.then(() => fn());
		return fn();
	}
	_chainOrCallHooks(promise, event) {
		let result = promise;
		const hooks = [];
		this._getCommandAndAncestors().reverse().filter((cmd) => cmd._lifeCycleHooks[event] !== void 0).forEach((hookedCommand) => {
			hookedCommand._lifeCycleHooks[event].forEach((callback) => {
				hooks.push({
					hookedCommand,
					callback
				});
			});
		});
		if (event === "postAction") hooks.reverse();
		hooks.forEach((hookDetail) => {
			result = this._chainOrCall(result, () => {
				return hookDetail.callback(hookDetail.hookedCommand, this);
			});
		});
		return result;
	}
	_chainOrCallSubCommandHook(promise, subCommand, event) {
		let result = promise;
		if (this._lifeCycleHooks[event] !== void 0) this._lifeCycleHooks[event].forEach((hook) => {
			result = this._chainOrCall(result, () => {
				return hook(this, subCommand);
			});
		});
		return result;
	}
	_parseCommand(operands, unknown) {
		const parsed = this.parseOptions(unknown);
		this._parseOptionsEnv();
		this._parseOptionsImplied();
		operands = operands.concat(parsed.operands);
		unknown = parsed.unknown;
		this.args = operands.concat(unknown);
		if (operands && this._findCommand(operands[0])) return this._dispatchSubcommand(operands[0], operands.slice(1), unknown);
		if (this._getHelpCommand() && operands[0] === this._getHelpCommand().name()) return this._dispatchHelpCommand(operands[1]);
		if (this._defaultCommandName) {
			this._outputHelpIfRequested(unknown);
			return this._dispatchSubcommand(this._defaultCommandName, operands, unknown);
		}
		if (this.commands.length && this.args.length === 0 && !this._actionHandler && !this._defaultCommandName) this.help({ error: true });
		this._outputHelpIfRequested(parsed.unknown);
		this._checkForMissingMandatoryOptions();
		this._checkForConflictingOptions();
		const checkForUnknownOptions = () => {
			if (parsed.unknown.length > 0) this.unknownOption(parsed.unknown[0]);
		};
		const commandEvent = `command:${this.name()}`;
		if (this._actionHandler) {
			checkForUnknownOptions();
			this._processArguments();
			let promiseChain;
			promiseChain = this._chainOrCallHooks(promiseChain, "preAction");
			promiseChain = this._chainOrCall(promiseChain, () => this._actionHandler(this.processedArgs));
			if (this.parent) promiseChain = this._chainOrCall(promiseChain, () => {
				this.parent.emit(commandEvent, operands, unknown);
			});
			promiseChain = this._chainOrCallHooks(promiseChain, "postAction");
			return promiseChain;
		}
		if (this.parent?.listenerCount(commandEvent)) {
			checkForUnknownOptions();
			this._processArguments();
			this.parent.emit(commandEvent, operands, unknown);
		} else if (operands.length) {
			if (this._findCommand("*")) return this._dispatchSubcommand("*", operands, unknown);
			if (this.listenerCount("command:*")) this.emit("command:*", operands, unknown);
			else if (this.commands.length) this.unknownCommand();
			else {
				checkForUnknownOptions();
				this._processArguments();
			}
		} else if (this.commands.length) {
			checkForUnknownOptions();
			this.help({ error: true });
		} else {
			checkForUnknownOptions();
			this._processArguments();
		}
	}
	_findCommand(name) {
		if (!name) return void 0;
		return this.commands.find((cmd) => cmd._name === name || cmd._aliases.includes(name));
	}
	_findOption(arg) {
		return this.options.find((option) => option.is(arg));
	}
	_checkForMissingMandatoryOptions() {
		this._getCommandAndAncestors().forEach((cmd) => {
			cmd.options.forEach((anOption) => {
				if (anOption.mandatory && cmd.getOptionValue(anOption.attributeName()) === void 0) cmd.missingMandatoryOptionValue(anOption);
			});
		});
	}
	_checkForConflictingLocalOptions() {
		const definedNonDefaultOptions = this.options.filter((option) => {
			const optionKey = option.attributeName();
			if (this.getOptionValue(optionKey) === void 0) return false;
			return this.getOptionValueSource(optionKey) !== "default";
		});
		definedNonDefaultOptions.filter((option) => option.conflictsWith.length > 0).forEach((option) => {
			const conflictingAndDefined = definedNonDefaultOptions.find((defined) => option.conflictsWith.includes(defined.attributeName()));
			if (conflictingAndDefined) this._conflictingOption(option, conflictingAndDefined);
		});
	}
	_checkForConflictingOptions() {
		this._getCommandAndAncestors().forEach((cmd) => {
			cmd._checkForConflictingLocalOptions();
		});
	}
	parseOptions(args) {
		const operands = [];
		const unknown = [];
		let dest = operands;
		function maybeOption(arg) {
			return arg.length > 1 && arg[0] === "-";
		}
		const negativeNumberArg = (arg) => {
			if (!/^-(\d+|\d*\.\d+)([eE][+-]?\d+)?$/.test(arg)) return false;
			return !this._getCommandAndAncestors().some((cmd) => cmd.options.map((opt) => opt.short).some((short) => /^-\d$/.test(short)));
		};
		let activeVariadicOption = null;
		let activeGroup = null;
		let i = 0;
		while (i < args.length || activeGroup) {
			const arg = activeGroup ?? args[i++];
			activeGroup = null;
			if (arg === "--") {
				if (dest === unknown) dest.push(arg);
				dest.push(...args.slice(i));
				break;
			}
			if (activeVariadicOption && (!maybeOption(arg) || negativeNumberArg(arg))) {
				this.emit(`option:${activeVariadicOption.name()}`, arg);
				continue;
			}
			activeVariadicOption = null;
			if (maybeOption(arg)) {
				const option = this._findOption(arg);
				if (option) {
					if (option.required) {
						const value = args[i++];
						if (value === void 0) this.optionMissingArgument(option);
						this.emit(`option:${option.name()}`, value);
					} else if (option.optional) {
						let value = null;
						if (i < args.length && (!maybeOption(args[i]) || negativeNumberArg(args[i]))) value = args[i++];
						this.emit(`option:${option.name()}`, value);
					} else this.emit(`option:${option.name()}`);
					activeVariadicOption = option.variadic ? option : null;
					continue;
				}
			}
			if (arg.length > 2 && arg[0] === "-" && arg[1] !== "-") {
				const option = this._findOption(`-${arg[1]}`);
				if (option) {
					if (option.required || option.optional && this._combineFlagAndOptionalValue) this.emit(`option:${option.name()}`, arg.slice(2));
					else {
						this.emit(`option:${option.name()}`);
						activeGroup = `-${arg.slice(2)}`;
					}
					continue;
				}
			}
			if (/^--[^=]+=/.test(arg)) {
				const index = arg.indexOf("=");
				const option = this._findOption(arg.slice(0, index));
				if (option && (option.required || option.optional)) {
					this.emit(`option:${option.name()}`, arg.slice(index + 1));
					continue;
				}
			}
			if (dest === operands && maybeOption(arg) && !(this.commands.length === 0 && negativeNumberArg(arg))) dest = unknown;
			if ((this._enablePositionalOptions || this._passThroughOptions) && operands.length === 0 && unknown.length === 0) {
				if (this._findCommand(arg)) {
					operands.push(arg);
					unknown.push(...args.slice(i));
					break;
				} else if (this._getHelpCommand() && arg === this._getHelpCommand().name()) {
					operands.push(arg, ...args.slice(i));
					break;
				} else if (this._defaultCommandName) {
					unknown.push(arg, ...args.slice(i));
					break;
				}
			}
			if (this._passThroughOptions) {
				dest.push(arg, ...args.slice(i));
				break;
			}
			dest.push(arg);
		}
		return {
			operands,
			unknown
		};
	}
	opts() {
		if (this._storeOptionsAsProperties) {
			const result = {};
			const len = this.options.length;
			for (let i = 0; i < len; i++) {
				const key = this.options[i].attributeName();
				result[key] = key === this._versionOptionName ? this._version : this[key];
			}
			return result;
		}
		return this._optionValues;
	}
	optsWithGlobals() {
		return this._getCommandAndAncestors().reduce((combinedOptions, cmd) => Object.assign(combinedOptions, cmd.opts()), {});
	}
	error(message, errorOptions) {
		this._outputConfiguration.outputError(`${message}\n`, this._outputConfiguration.writeErr);
		if (typeof this._showHelpAfterError === "string") this._outputConfiguration.writeErr(`${this._showHelpAfterError}\n`);
		else if (this._showHelpAfterError) {
			this._outputConfiguration.writeErr("\n");
			this.outputHelp({ error: true });
		}
		const config = errorOptions || {};
		const exitCode = config.exitCode || 1;
		const code = config.code || "commander.error";
		this._exit(exitCode, code, message);
	}
	_parseOptionsEnv() {
		this.options.forEach((option) => {
			if (option.envVar && option.envVar in process$1.env) {
				const optionKey = option.attributeName();
				if (this.getOptionValue(optionKey) === void 0 || [
					"default",
					"config",
					"env"
				].includes(this.getOptionValueSource(optionKey))) {
					if (option.required || option.optional) this.emit(`optionEnv:${option.name()}`, process$1.env[option.envVar]);
					else this.emit(`optionEnv:${option.name()}`);
				}
			}
		});
	}
	_parseOptionsImplied() {
		const dualHelper = new DualOptions(this.options);
		const hasCustomOptionValue = (optionKey) => {
			return this.getOptionValue(optionKey) !== void 0 && !["default", "implied"].includes(this.getOptionValueSource(optionKey));
		};
		this.options.filter((option) => option.implied !== void 0 && hasCustomOptionValue(option.attributeName()) && dualHelper.valueFromOption(this.getOptionValue(option.attributeName()), option)).forEach((option) => {
			Object.keys(option.implied).filter((impliedKey) => !hasCustomOptionValue(impliedKey)).forEach((impliedKey) => {
				this.setOptionValueWithSource(impliedKey, option.implied[impliedKey], "implied");
			});
		});
	}
	missingArgument(name) {
		const message = `error: missing required argument '${name}'`;
		this.error(message, { code: "commander.missingArgument" });
	}
	optionMissingArgument(option) {
		const message = `error: option '${option.flags}' argument missing`;
		this.error(message, { code: "commander.optionMissingArgument" });
	}
	missingMandatoryOptionValue(option) {
		const message = `error: required option '${option.flags}' not specified`;
		this.error(message, { code: "commander.missingMandatoryOptionValue" });
	}
	_conflictingOption(option, conflictingOption) {
		const findBestOptionFromValue = (option) => {
			const optionKey = option.attributeName();
			const optionValue = this.getOptionValue(optionKey);
			const negativeOption = this.options.find((target) => target.negate && optionKey === target.attributeName());
			const positiveOption = this.options.find((target) => !target.negate && optionKey === target.attributeName());
			if (negativeOption && (negativeOption.presetArg === void 0 && optionValue === false || negativeOption.presetArg !== void 0 && optionValue === negativeOption.presetArg)) return negativeOption;
			return positiveOption || option;
		};
		const getErrorMessage = (option) => {
			const bestOption = findBestOptionFromValue(option);
			const optionKey = bestOption.attributeName();
			if (this.getOptionValueSource(optionKey) === "env") return `environment variable '${bestOption.envVar}'`;
			return `option '${bestOption.flags}'`;
		};
		const message = `error: ${getErrorMessage(option)} cannot be used with ${getErrorMessage(conflictingOption)}`;
		this.error(message, { code: "commander.conflictingOption" });
	}
	unknownOption(flag) {
		if (this._allowUnknownOption) return;
		let suggestion = "";
		if (flag.startsWith("--") && this._showSuggestionAfterError) {
			let candidateFlags = [];
			let command = this;
			do {
				const moreFlags = command.createHelp().visibleOptions(command).filter((option) => option.long).map((option) => option.long);
				candidateFlags = candidateFlags.concat(moreFlags);
				command = command.parent;
			} while (command && !command._enablePositionalOptions);
			suggestion = suggestSimilar(flag, candidateFlags);
		}
		const message = `error: unknown option '${flag}'${suggestion}`;
		this.error(message, { code: "commander.unknownOption" });
	}
	_excessArguments(receivedArgs) {
		if (this._allowExcessArguments) return;
		const expected = this.registeredArguments.length;
		const s = expected === 1 ? "" : "s";
		const received = receivedArgs.length;
		const message = `error: too many arguments${this.parent ? ` for '${this.name()}'` : ""}. Expected ${expected} argument${s} but got ${received}: ${receivedArgs.join(", ")}.`;
		this.error(message, { code: "commander.excessArguments" });
	}
	unknownCommand() {
		const unknownName = this.args[0];
		let suggestion = "";
		if (this._showSuggestionAfterError) {
			const candidateNames = [];
			this.createHelp().visibleCommands(this).forEach((command) => {
				candidateNames.push(command.name());
				if (command.alias()) candidateNames.push(command.alias());
			});
			suggestion = suggestSimilar(unknownName, candidateNames);
		}
		const message = `error: unknown command '${unknownName}'${suggestion}`;
		this.error(message, { code: "commander.unknownCommand" });
	}
	version(str, flags, description) {
		if (str === void 0) return this._version;
		this._version = str;
		flags = flags || "-V, --version";
		description = description || "output the version number";
		const versionOption = this.createOption(flags, description);
		this._versionOptionName = versionOption.attributeName();
		this._registerOption(versionOption);
		this.on("option:" + versionOption.name(), () => {
			this._outputConfiguration.writeOut(`${str}\n`);
			this._exit(0, "commander.version", str);
		});
		return this;
	}
	description(str, argsDescription) {
		if (str === void 0 && argsDescription === void 0) return this._description;
		this._description = str;
		if (argsDescription) this._argsDescription = argsDescription;
		return this;
	}
	summary(str) {
		if (str === void 0) return this._summary;
		this._summary = str;
		return this;
	}
	alias(alias) {
		if (alias === void 0) return this._aliases[0];
		let command = this;
		if (this.commands.length !== 0 && this.commands[this.commands.length - 1]._executableHandler) command = this.commands[this.commands.length - 1];
		if (alias === command._name) throw new Error("Command alias can't be the same as its name");
		const matchingCommand = this.parent?._findCommand(alias);
		if (matchingCommand) {
			const existingCmd = [matchingCommand.name()].concat(matchingCommand.aliases()).join("|");
			throw new Error(`cannot add alias '${alias}' to command '${this.name()}' as already have command '${existingCmd}'`);
		}
		command._aliases.push(alias);
		return this;
	}
	aliases(aliases) {
		if (aliases === void 0) return this._aliases;
		aliases.forEach((alias) => this.alias(alias));
		return this;
	}
	usage(str) {
		if (str === void 0) {
			if (this._usage) return this._usage;
			const args = this.registeredArguments.map((arg) => {
				return humanReadableArgName(arg);
			});
			return [].concat(this.options.length || this._helpOption !== null ? "[options]" : [], this.commands.length ? "[command]" : [], this.registeredArguments.length ? args : []).join(" ");
		}
		this._usage = str;
		return this;
	}
	name(str) {
		if (str === void 0) return this._name;
		this._name = str;
		return this;
	}
	helpGroup(heading) {
		if (heading === void 0) return this._helpGroupHeading ?? "";
		this._helpGroupHeading = heading;
		return this;
	}
	commandsGroup(heading) {
		if (heading === void 0) return this._defaultCommandGroup ?? "";
		this._defaultCommandGroup = heading;
		return this;
	}
	optionsGroup(heading) {
		if (heading === void 0) return this._defaultOptionGroup ?? "";
		this._defaultOptionGroup = heading;
		return this;
	}
	_initOptionGroup(option) {
		if (this._defaultOptionGroup && !option.helpGroupHeading) option.helpGroup(this._defaultOptionGroup);
	}
	_initCommandGroup(cmd) {
		if (this._defaultCommandGroup && !cmd.helpGroup()) cmd.helpGroup(this._defaultCommandGroup);
	}
	nameFromFilename(filename) {
		this._name = path.basename(filename, path.extname(filename));
		return this;
	}
	executableDir(path) {
		if (path === void 0) return this._executableDir;
		this._executableDir = path;
		return this;
	}
	helpInformation(contextOptions) {
		const helper = this.createHelp();
		const context = this._getOutputContext(contextOptions);
		helper.prepareContext({
			error: context.error,
			helpWidth: context.helpWidth,
			outputHasColors: context.hasColors
		});
		const text = helper.formatHelp(this, helper);
		if (context.hasColors) return text;
		return this._outputConfiguration.stripColor(text);
	}
	_getOutputContext(contextOptions) {
		contextOptions = contextOptions || {};
		const error = !!contextOptions.error;
		let baseWrite;
		let hasColors;
		let helpWidth;
		if (error) {
			baseWrite = (str) => this._outputConfiguration.writeErr(str);
			hasColors = this._outputConfiguration.getErrHasColors();
			helpWidth = this._outputConfiguration.getErrHelpWidth();
		} else {
			baseWrite = (str) => this._outputConfiguration.writeOut(str);
			hasColors = this._outputConfiguration.getOutHasColors();
			helpWidth = this._outputConfiguration.getOutHelpWidth();
		}
		const write = (str) => {
			if (!hasColors) str = this._outputConfiguration.stripColor(str);
			return baseWrite(str);
		};
		return {
			error,
			write,
			hasColors,
			helpWidth
		};
	}
	outputHelp(contextOptions) {
		let deprecatedCallback;
		if (typeof contextOptions === "function") {
			deprecatedCallback = contextOptions;
			contextOptions = void 0;
		}
		const outputContext = this._getOutputContext(contextOptions);
		const eventContext = {
			error: outputContext.error,
			write: outputContext.write,
			command: this
		};
		this._getCommandAndAncestors().reverse().forEach((command) => command.emit("beforeAllHelp", eventContext));
		this.emit("beforeHelp", eventContext);
		let helpInformation = this.helpInformation({ error: outputContext.error });
		if (deprecatedCallback) {
			helpInformation = deprecatedCallback(helpInformation);
			if (typeof helpInformation !== "string" && !Buffer.isBuffer(helpInformation)) throw new Error("outputHelp callback must return a string or a Buffer");
		}
		outputContext.write(helpInformation);
		if (this._getHelpOption()?.long) this.emit(this._getHelpOption().long);
		this.emit("afterHelp", eventContext);
		this._getCommandAndAncestors().forEach((command) => command.emit("afterAllHelp", eventContext));
	}
	helpOption(flags, description) {
		if (typeof flags === "boolean") {
			if (flags) {
				if (this._helpOption === null) this._helpOption = void 0;
				if (this._defaultOptionGroup) this._initOptionGroup(this._getHelpOption());
			} else this._helpOption = null;
			return this;
		}
		this._helpOption = this.createOption(flags ?? "-h, --help", description ?? "display help for command");
		if (flags || description) this._initOptionGroup(this._helpOption);
		return this;
	}
	_getHelpOption() {
		if (this._helpOption === void 0) this.helpOption(void 0, void 0);
		return this._helpOption;
	}
	addHelpOption(option) {
		this._helpOption = option;
		this._initOptionGroup(option);
		return this;
	}
	help(contextOptions) {
		this.outputHelp(contextOptions);
		let exitCode = Number(process$1.exitCode ?? 0);
		if (exitCode === 0 && contextOptions && typeof contextOptions !== "function" && contextOptions.error) exitCode = 1;
		this._exit(exitCode, "commander.help", "(outputHelp)");
	}
	addHelpText(position, text) {
		const allowedValues = [
			"beforeAll",
			"before",
			"after",
			"afterAll"
		];
		if (!allowedValues.includes(position)) throw new Error(`Unexpected value for position to addHelpText.
Expecting one of '${allowedValues.join("', '")}'`);
		const helpEvent = `${position}Help`;
		this.on(helpEvent, (context) => {
			let helpStr;
			if (typeof text === "function") helpStr = text({
				error: context.error,
				command: context.command
			});
			else helpStr = text;
			if (helpStr) context.write(`${helpStr}\n`);
		});
		return this;
	}
	_outputHelpIfRequested(args) {
		const helpOption = this._getHelpOption();
		if (helpOption && args.find((arg) => helpOption.is(arg))) {
			this.outputHelp();
			this._exit(0, "commander.helpDisplayed", "(outputHelp)");
		}
	}
};
function incrementNodeInspectorPort(args) {
	return args.map((arg) => {
		if (!arg.startsWith("--inspect")) return arg;
		let debugOption;
		let debugHost = "127.0.0.1";
		let debugPort = "9229";
		let match;
		if ((match = arg.match(/^(--inspect(-brk|-wait)?)$/)) !== null) debugOption = match[1];
		else if ((match = arg.match(/^(--inspect(-brk|-port|-wait)?)=(\[[^\]]+\]|[^:]+)$/)) !== null) {
			debugOption = match[1];
			if (/^\d+$/.test(match[3])) debugPort = match[3];
			else debugHost = match[3];
		} else if ((match = arg.match(/^(--inspect(-brk|-port|-wait)?)=(\[[^\]]+\]|[^:]+):(\d+)$/)) !== null) {
			debugOption = match[1];
			debugHost = match[3];
			debugPort = match[4];
		}
		if (debugOption && debugPort !== "0") return `${debugOption}=${debugHost}:${parseInt(debugPort) + 1}`;
		return arg;
	});
}
function useColor() {
	if (process$1.env.NO_COLOR || process$1.env.FORCE_COLOR === "0" || process$1.env.FORCE_COLOR === "false") return false;
	if (process$1.env.FORCE_COLOR || process$1.env.CLICOLOR_FORCE !== void 0) return true;
}
new Command();
// src/describe-error.ts
function describeFailure(error, env) {
	if (error instanceof CommanderError) return {
		exitCode: error.exitCode === 0 ? EXIT.ok : EXIT.usage,
		message: null
	};
	const showsStack = env.POSTHORN_LOG_LEVEL === "debug" || env.POSTHORN_LOG_LEVEL === "trace";
	const message = messageOf(error);
	const stack = showsStack && error instanceof Error && error.stack !== void 0 ? `\n${error.stack}` : "";
	return {
		exitCode: exitCodeOf(error),
		message: `${message}${stack}`
	};
}
const USAGE_CODES = new Set([
	"config_invalid",
	"options_invalid",
	"scenario_invalid",
	"scenario_not_found"
]);
function exitCodeOf(error) {
	if (error instanceof CliError) return error.exitCode;
	return isExpected(error) && USAGE_CODES.has(error.code) ? EXIT.usage : EXIT.failed;
}
function isExpected(error) {
	return error instanceof PosthornError || error instanceof Error && error.name === "SimulatorError";
}
function messageOf(error) {
	if (error instanceof CliError || isExpected(error)) return error.message;
	if (!(error instanceof Error)) return `Something went wrong: ${String(error)}`;
	const code = systemCodeOf(error);
	const hint = code === null ? void 0 : HINTS[code];
	if (hint !== void 0) return hint;
	return `Something went wrong: ${error.message || code || error.name}. Run it again with POSTHORN_LOG_LEVEL=debug for the details.`;
}
const HINTS = {
	ECONNREFUSED: "Nothing listens at the address of the database. Check POSTHORN_DATABASE_URL, and that PostgreSQL is running.",
	ENOTFOUND: "The host of the database is not known. Check POSTHORN_DATABASE_URL.",
	EACCES: "This user may not read or write there. Check the owner and the mode of the data folder.",
	ENOSPC: "The disk is full. Make room and run it again.",
	SQLITE_FULL: "The disk is full. Make room and run it again.",
	SQLITE_CANTOPEN: "The database file cannot be opened. Check POSTHORN_DATA_DIR and POSTHORN_DATABASE_URL.",
	SQLITE_NOTADB: "The file is not a SQLite database. Check POSTHORN_DATA_DIR and POSTHORN_DATABASE_URL.",
	"28P01": "PostgreSQL refused the user or the password. Check POSTHORN_DATABASE_URL.",
	"28000": "PostgreSQL refused the user. Check POSTHORN_DATABASE_URL.",
	"3D000": "PostgreSQL has no such database. Create it, or check POSTHORN_DATABASE_URL."
};
function systemCodeOf(error) {
	if ("code" in error && typeof error.code === "string") return error.code;
	const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
	return inner instanceof Error ? systemCodeOf(inner) : null;
}
// src/commands/backup.ts
function addBackupCommand(program, ctx) {
	program.command("backup").summary("back up the SQLite database, also while the gateway runs").description("Copies the SQLite database into one file, as it is when the command begins. A gateway that runs on it goes on and is hardly slowed down. The copy is checked from end to end before it gets its name, and only its owner may read it.\n\nNot in it: media files and the encryption key. Keep both yourself, the key in another place. With PostgreSQL use pg_dump.").argument("<file>", "where the backup goes; nothing may be there").option("--json", "print one JSON object with what is in the backup").addHelpText("after", AFTER_HELP$13).action(async (file, options) => {
		const { backUp } = await import("./part-v-R7Fh3Z.mjs").then((n) => n.t);
		await backUp(ctx, file, options);
	});
}
const AFTER_HELP$13 = `
The database is the one of POSTHORN_DATABASE_URL, else the one in POSTHORN_DATA_DIR.

Examples:
  posthorn backup /backups/posthorn-$(date +%F).db
  posthorn restore /backups/posthorn-2026-11-28.db      put it back`;
// src/commands/config.ts
function addConfigCommand(program, ctx) {
	program.command("config").summary("check the configuration").description("Looks at the configuration.").command("check").summary("show the settings in effect, or everything that is wrong with them").description("Reads the environment as \"serve\" would and shows every setting with its value and where it comes from. Secrets are shown as set or not set. Wrong settings are named all at once, and their values are not shown. Nothing is opened or changed.").option("--json", "print one JSON object: {ok, settings} or {ok, problems}").addHelpText("after", AFTER_HELP$12).action(async (options) => {
		const { checkConfig } = await import("./part-DAek8rWu.mjs").then((n) => n.t);
		checkConfig(ctx, options.json === true);
	});
}
const AFTER_HELP$12 = `
Exit codes: 0 it is valid, 2 it is not.

Examples:
  posthorn config check
  env $(cat posthorn.env) posthorn config check --json`;
// src/commands/option-values.ts
function wholeNumber(min, max) {
	return (text) => {
		const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
		if (value >= min && value <= max) return value;
		throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`);
	};
}
function ratio(text) {
	const value = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
	if (value >= 0 && value <= 1) return value;
	throw new InvalidArgumentError("Give a share from 0 to 1, such as 0.2.");
}
function factor(text) {
	const value = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
	if (value > 0 && value <= 1e3) return value;
	throw new InvalidArgumentError("Give a number above 0 and at most 1000, such as 2.");
}
function baseUrl(text) {
	const url = URL.parse(text);
	if (url !== null && (url.protocol === "http:" || url.protocol === "https:") && url.search === "" && url.hash === "") return url.href.replace(/\/+$/, "");
	throw new InvalidArgumentError("Give the address of the gateway, such as http://127.0.0.1:8420.");
}
// src/commands/contacts.ts
function addContactsCommand(program, ctx) {
	const contacts = program.command("contacts").summary("import and export contacts").description("Brings contacts into a gateway that is running from a file, or out of it into one.").addHelpText("after", AFTER_HELP$11);
	addImport(contacts, ctx);
	addExport(contacts, ctx);
}
const AFTER_HELP$11 = `
The API key may stand in POSTHORN_API_KEY, so that it is in no list of processes.

Examples:
  posthorn contacts import people.csv --dry-run
  posthorn contacts import people.csv --map "Mobile=phone" --map "Notes=" --problems problems.csv
  posthorn contacts export --output contacts.csv`;
const URL_OPTION$2 = [
	"--url <url>",
	"address of the gateway",
	baseUrl,
	"http://127.0.0.1:8420"
];
const KEY_OPTION$1 = ["--key <key>", "API key of the workspace; else POSTHORN_API_KEY"];
const DELIMITERS = [
	",",
	";",
	"|",
	"tab"
];
function addImport(contacts, ctx) {
	contacts.command("import").summary("import contacts from a CSV file").description("Uploads a CSV file and follows its import to the end. Columns are found by their headings: first_name, last_name, company, type, email, phone, bsuid, username, country, address, city, state, zip, website, description, source, status, groups, tags, enabled, opted_out, serial and custom_attributes.<name>. Contacts that are there, by BSUID or else by phone, are changed. Ctrl-C cancels the import; what it did so far stays.").argument("<file>", "UTF-8, with a heading; up to 100,000 rows, 100 columns and 100 MB").option(...URL_OPTION$2).option(...KEY_OPTION$1).option("--map <column=field>", "what a column holds when its heading does not say so; \"Column=\" leaves it out (repeatable)", addMapping, {}).option("--dry-run", "tell what would come of it, and save nothing").addOption(new Option("--delimiter <sign>", "what stands between cells").choices(DELIMITERS).default(",")).option("--create-labels", "make the statuses, sources and groups that are named and not there").option("--keep-existing", "leave contacts that are there as they are: their rows are problems").option("--problems <file>", "write what could not be imported into this CSV file, row by row").option("--json", "print one JSON object: the run as GET /v1/runs/{id} shows it").addHelpText("after", IMPORT_HELP).action(async (file, options) => {
		const { importContacts } = await import("./part-BU_C7awY.mjs").then((n) => n.t);
		await importContacts(ctx, file, options);
	});
}
const IMPORT_HELP = `
Exit codes: 0 every row was imported, 1 not all of them, 2 the command line or the heading of the file is wrong.`;
function addExport(contacts, ctx) {
	contacts.command("export").summary("export all contacts as a file").description("Writes all contacts, oldest first. A CSV file can be imported again.").option(...URL_OPTION$2).option(...KEY_OPTION$1).addOption(new Option("--format <format>", "csv, or one JSON object a line").choices(["csv", "ndjson"]).default("csv")).option("--output <file>", "file to write; without it standard output").action(async (options) => {
		const { exportContacts } = await import("./part-D43Nhtsh.mjs").then((n) => n.t);
		await exportContacts(ctx, options);
	});
}
function addMapping(text, mapping) {
	const at = text.lastIndexOf("=");
	const column = text.slice(0, Math.max(at, 0)).trim();
	if (column === "") throw new InvalidArgumentError("Give it as Column=field, such as \"Mobile=phone\".");
	const field = text.slice(at + 1).trim();
	return {
		...mapping,
		[column]: field === "" ? null : field
	};
}
// src/commands/demo.ts
function addDemoCommand(program, ctx) {
	program.command("demo").summary("see the whole way of an event on this machine").description("Starts a gateway on SQLite in a temporary folder, a simulator in the place of Meta, and receivers for the formats xobito, vobiz, vobiz-legacy and standard. Plays a conversation, lets a contact be created and changed, prints each delivery as its receiver verified it, and stays up to be tried out. Ctrl-C ends everything and leaves nothing behind.").option("--exit", "end when the conversation has been delivered, within 60 s in any case").option("--json", "print one JSON object with the counts and a signed-in link on standard output, everything else on standard error").addHelpText("after", AFTER_HELP$10).action(async (options) => {
		const { runDemo } = await import("./part-CPxHeBYU.mjs").then((n) => n.t);
		if (!(await runDemo({
			env: ctx.env,
			output: ctx.output,
			staysUp: options.exit !== true,
			json: options.json === true
		})).succeeded) ctx.setExitCode(EXIT.failed);
	});
}
const AFTER_HELP$10 = `
The JSON object: {events, deliveries, delivered, verified, duplicates_absorbed, failed, console_url}. Counted are what the gateway's API
shows and what the receivers took down; failed are the deliveries that were not delivered at the end. console_url signs whoever opens it in
to the console, once, while the demonstration is up.

Exit codes: 0 everything arrived and was verified, 1 something did not.

Examples:
  posthorn demo
  posthorn demo --exit --json`;
// src/commands/doctor.ts
function addDoctorCommand(program, ctx) {
	program.command("doctor").summary("find out what is wrong between Meta and a gateway").description("Has a gateway that is running examine its WhatsApp numbers: public URL, challenge, callback, signatures, app secret and clock; access token, permissions, number, subscribed apps, overrides and standing. Says how to mend what it finds. Asks Meta and changes nothing there. Without a number it examines the Meta apps.").option("--url <url>", "address of the gateway", baseUrl, "http://127.0.0.1:8420").option("--key <key>", "API key of the workspace, scope write; else POSTHORN_API_KEY").option("--channel <id>", "only this one: chn_\u2026 (without it all of the workspace)").option("--json", "print one JSON object: {patients: [{kind, id, name, report}]}").addHelpText("after", AFTER_HELP$9).action(async (options) => {
		const { runDoctor } = await import("./part-DyOMWPwf.mjs").then((n) => n.t);
		await runDoctor(ctx, options);
	});
}
const AFTER_HELP$9 = `
The API key may stand in POSTHORN_API_KEY, so that it is in no list of processes. To examine Meta apps it needs scope admin.

Exit codes: 0 nothing failed (warnings may stand), 1 something failed, 2 wrong options.

Examples:
  posthorn doctor
  posthorn doctor --channel chn_018f\u2026 --json`;
// src/commands/keys.ts
function addKeysCommand(program, ctx) {
	const keys = program.command("keys").summary("make, list and revoke API keys").description("Manages API keys on the database itself, whether a gateway is running or not: the way in when the first key was lost. The database is the one of POSTHORN_DATABASE_URL, else SQLite in POSTHORN_DATA_DIR.").addHelpText("after", AFTER_HELP$8);
	addCreate(keys, ctx);
	addList(keys, ctx);
	addRevoke(keys, ctx);
}
const AFTER_HELP$8 = `
Examples:
  posthorn keys create --name "deploy script" --scope write --expires-in 90d
  posthorn keys list
  posthorn keys revoke key_018f\u2026`;
const SCOPES = [
	"read",
	"write",
	"admin"
];
const WORKSPACE_OPTION = ["--workspace <id or name>", "the workspace; may be left out when there is only one"];
function addCreate(keys, ctx) {
	keys.command("create").summary("make an API key and print it").description("Makes an API key. The key is printed on standard output, this once; what is stored is only its hash.").option(...WORKSPACE_OPTION).option("--name <name>", "for people, to tell keys apart", parseName, "Made by posthorn keys create").addOption(new Option("--scope <scope>", "what it may do; each includes the ones before").choices(SCOPES).default("admin")).option("--expires-in <duration>", "life of the key: 90s, 15m, 169h or 30d (without it: no end)", parseLifetime).option("--json", "print one JSON object, with the key in \"key\"").action(async (options) => (await loadCommands$1()).createKey(ctx, options));
}
function addList(keys, ctx) {
	keys.command("list").summary("list API keys").description("Lists API keys of all workspaces or of one. Of a key itself only the last four characters are known.").option("--workspace <id or name>", "only the keys of this workspace").option("--json", "print one JSON object: {data: [\u2026]}").action(async (options) => (await loadCommands$1()).listKeys(ctx, options));
}
function addRevoke(keys, ctx) {
	keys.command("revoke").summary("end an API key").description("Deletes an API key. A gateway that is running may take it for another 5 seconds.").argument("<id>", "id of the key, key_\u2026, as \"keys list\" shows it").option("--json", "print one JSON object: {id, revoked}").action(async (id, options) => (await loadCommands$1()).revokeKey(ctx, id, options));
}
function loadCommands$1() {
	return import("./part-D4yW8BoT.mjs").then((n) => n.t);
}
const NAME_LENGTH_MAX = 100;
const LIFETIME_MS_MAX = 31536e7;
function parseName(text) {
	const name = text.trim();
	if (name.length >= 1 && name.length <= NAME_LENGTH_MAX && !/\p{Cc}/u.test(name)) return name;
	throw new InvalidArgumentError(`Give 1 to ${NAME_LENGTH_MAX} characters.`);
}
function parseLifetime(text) {
	const lifetimeMs = parseDurationMs(text);
	if (lifetimeMs !== null && lifetimeMs > 0 && lifetimeMs <= LIFETIME_MS_MAX) return lifetimeMs;
	throw new InvalidArgumentError("Give a duration such as 90s, 15m, 169h or 30d, up to 3650d.");
}
// src/commands/members.ts
function addMembersCommand(program, ctx) {
	const members = program.command("members").summary("make one-time links for people: to become the owner, to set a password, to sign in").description("Makes one-time links on the database itself, whether a gateway is running or not: the way in when nobody gets in any more. The database is the one of POSTHORN_DATABASE_URL, else SQLite in POSTHORN_DATA_DIR. Members are invited in the console.").addHelpText("after", AFTER_HELP$7);
	members.command("owner-link").summary("make a link for becoming the first owner").description("Makes a link like the one that the first start prints. Refused when there is an owner.").option(...URL_OPTION$1).option("--json", "print one JSON object: {url, expires_at}").action(async (options) => (await loadCommands()).printOwnerLink(ctx, options));
	members.command("password-link").summary("make a link by which a member sets a new password").description("Makes a link that is good for a day. Opening it signs the member out everywhere else.").argument("<email>", "e-mail of the account").option(...URL_OPTION$1).option("--json", "print one JSON object: {url, expires_at}").action(async (email, options) => (await loadCommands()).printPasswordLink(ctx, email, options));
	members.command("sign-in-link").summary("make a link that signs a member in").description("Makes a link that signs whoever opens it in as that member, without a password.").argument("<email>", "e-mail of the account").option(...URL_OPTION$1).option("--expires-in <duration>", "how long it is good: 90s, 15m, 24h", parseValidity, 9e5).option("--json", "print one JSON object: {url, expires_at}").action(async (email, options) => (await loadCommands()).printSignInLink(ctx, email, options));
}
const AFTER_HELP$7 = `
Examples:
  posthorn members owner-link
  posthorn members password-link mira@example.com`;
const URL_OPTION$1 = [
	"--url <url>",
	"where the gateway is reached (without it: POSTHORN_PUBLIC_URL, or POSTHORN_HOST and POSTHORN_PORT)",
	parseUrl
];
function loadCommands() {
	return import("./part-BmMTWSAu.mjs").then((n) => n.n);
}
const VALID_MS_MAX = 864e5;
function parseUrl(text) {
	const url = URL.parse(text);
	if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) return text;
	throw new InvalidArgumentError("Give a URL such as https://hooks.example.com.");
}
function parseValidity(text) {
	const validMs = parseDurationMs(text);
	if (validMs !== null && validMs > 0 && validMs <= VALID_MS_MAX) return validMs;
	throw new InvalidArgumentError("Give a duration such as 90s, 15m or 24h, up to 24h.");
}
// src/commands/migrate.ts
function addMigrateCommand(program, ctx) {
	program.command("migrate").summary("bring the database up to date").description("Brings the schema of the database up to date. \"serve\" does the same when it starts; this is for those who want it as a step of its own. On SQLite no gateway may be running.").option("--dry-run", "only list what would be done; the database is not touched").option("--json", "print one JSON object: {database, dry_run, applied_before, steps}").addHelpText("after", AFTER_HELP$6).action(async (options) => {
		const { migrate } = await import("./part-WSwwWqrc.mjs").then((n) => n.t);
		await migrate(ctx, options);
	});
}
const AFTER_HELP$6 = `
The database is the one of POSTHORN_DATABASE_URL, else SQLite in POSTHORN_DATA_DIR.

Examples:
  posthorn migrate --dry-run
  POSTHORN_DATABASE_URL_FILE=/run/secrets/database posthorn migrate`;
// src/commands/replay.ts
const URL_OPTION = [
	"--url <url>",
	"address of the gateway",
	baseUrl,
	"http://127.0.0.1:8420"
];
const KEY_OPTION = ["--key <key>", "API key of the workspace; else POSTHORN_API_KEY"];
const TIME = "RFC 3339, or how long ago: 90s, 15m, 6h, 30d";
function addReplayCommand(program, ctx) {
	program.command("replay").summary("send events of a time once more").description("Tells what it would come to, asks, starts the run and follows it to its end. Events go to the endpoints that want them, under the ids that they had.").requiredOption("--from <time>", `events that came in from then on (${TIME})`, pastTime).option("--to <time>", "up to then; without it, up to now", pastTime).option("--types <types>", "only these types, with commas between: message.received,contact.*", commaList).option("--endpoint <id>", "only to this endpoint (repeatable)", addOne, []).option("--to-endpoint <id>", "everything to this one endpoint, whatever it subscribes to").option("--new-ids", "as events of their own, for receivers that drop what they have seen").option("--dry-run", "tell what it would come to, and do nothing").option("--yes", "do not ask").option("--json", "print one JSON object: the estimate, or the run as GET /v1/runs/{id} shows it").option(...URL_OPTION).option(...KEY_OPTION).addHelpText("after", REPLAY_HELP).action(async (options) => {
		const { replayEvents } = await import("./part-BgyXalr5.mjs").then((n) => n.t);
		await replayEvents(ctx, options);
	});
}
const AFTER_HELP$5 = `
Ctrl-C leaves the run to the gateway, or cancels it: on a terminal it asks.
Exit codes: 0 every delivery was made, or nothing was to do; 1 not all of them; 2 the command line is wrong.`;
const REPLAY_HELP = `
Examples:
  posthorn replay --from 6h --dry-run
  posthorn replay --from 2026-11-01T00:00:00Z --to 2026-11-02T00:00:00Z --types 'message.*' --endpoint ep_\u2026
  posthorn replay --from 30d --to-endpoint ep_\u2026 --yes
${AFTER_HELP$5}`;
function addRecoverCommand(program, ctx) {
	program.command("recover").summary("make the deliveries that an endpoint is missing").description("Of the events that an endpoint wants and never got: because it was disabled, or because the delivery was exhausted or canceled. Tells what it would come to, asks, starts the run and follows it to its end.").argument("<endpoint>", "id of the endpoint; it must be enabled").requiredOption("--since <time>", `events that came in from then on (${TIME})`, pastTime).option("--until <time>", "up to then; without it, up to now", pastTime).option("--dry-run", "tell what it would come to, and do nothing").option("--yes", "do not ask").option("--json", "print one JSON object: the estimate, or the run as GET /v1/runs/{id} shows it").option(...URL_OPTION).option(...KEY_OPTION).addHelpText("after", AFTER_HELP$5).action(async (endpointId, options) => {
		const { recoverEndpoint } = await import("./part-BgyXalr5.mjs").then((n) => n.t);
		await recoverEndpoint(ctx, endpointId, options);
	});
}
const SECONDS_OF = {
	s: 1,
	m: 60,
	h: 3600,
	d: 86400
};
function pastTime(text) {
	const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
	const seconds = SECONDS_OF[unit ?? ""];
	if (seconds !== void 0) return new Date(Date.now() - Number(count) * seconds * 1e3).toISOString();
	if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))) return new Date(text).toISOString();
	throw new InvalidArgumentError("Give a time such as 2026-11-28T09:00:00Z, or how long ago, such as 6h.");
}
function commaList(text) {
	return text.split(",").map((part) => part.trim()).filter((part) => part !== "");
}
function addOne(text, before) {
	return [...before, text];
}
// src/commands/reseal.ts
function addResealCommand(program, ctx) {
	program.command("reseal").summary("encrypt all stored secrets with the first encryption key").description("The last step of a change of the encryption key. Encrypts every stored secret anew with the first of the two keys in POSTHORN_ENCRYPTION_KEY; afterwards the second is no longer needed. Gateways may run meanwhile, if all of them have both keys in this order.").option("--json", "print one JSON object: {resealed}").addHelpText("after", AFTER_HELP$4).action(async (options) => {
		const { resealSecrets } = await import("./part-C06mjCJs.mjs").then((n) => n.t);
		await resealSecrets(ctx, options);
	});
}
const AFTER_HELP$4 = `
A change of the key, step by step:
  1. restart every gateway with POSTHORN_ENCRYPTION_KEY=<old>,<new>
  2. restart every gateway with POSTHORN_ENCRYPTION_KEY=<new>,<old>
  3. POSTHORN_ENCRYPTION_KEY=<new>,<old> posthorn reseal
  4. restart every gateway with POSTHORN_ENCRYPTION_KEY=<new>`;
// src/commands/restore.ts
function addRestoreCommand(program, ctx) {
	program.command("restore").summary("put a backup in the place of the SQLite database").description("Checks a backup from end to end and puts it in the place of the SQLite database. No gateway may be running on it. Until the last moment the old database stays as it is.\n\nWhat was pending in the backup is delivered when the gateway starts, marked as a possible duplicate. People have to sign in again. With PostgreSQL use pg_restore.").argument("<file>", "a backup that \"posthorn backup\" made").option("--force", "replace the database that is there").option("--json", "print one JSON object with what was restored").addHelpText("after", AFTER_HELP$3).action(async (file, options) => {
		const { restore } = await import("./part-Bs6qYLR8.mjs").then((n) => n.t);
		await restore(ctx, file, options);
	});
}
const AFTER_HELP$3 = `
The database is the one of POSTHORN_DATABASE_URL, else the one in POSTHORN_DATA_DIR. Put encryption.key of the time of
the backup into POSTHORN_DATA_DIR first, or set POSTHORN_ENCRYPTION_KEY: without it the secrets in the backup are lost.

Examples:
  posthorn restore /backups/posthorn-2026-11-28.db
  posthorn restore --force /backups/posthorn-2026-11-28.db      over the database that is there`;
// src/commands/serve.ts
function addServeCommand(program, ctx) {
	program.command("serve").summary("run the gateway").description("Runs the gateway in the foreground until SIGTERM or Ctrl-C; it then takes nothing new, finishes what is in flight and ends within 25 s.\n\nThe first start makes the data folder, the database, the encryption key, a workspace and an API key, which is printed once.").addHelpText("after", AFTER_HELP$2).action(async () => {
		const { serve } = await import("./part-9wdvrWnt.mjs").then((n) => n.t);
		await serve(ctx.env);
	});
}
const AFTER_HELP$2 = `
Settings are environment variables. The ones to know first:
  POSTHORN_HOST           address to listen on (127.0.0.1)
  POSTHORN_PORT           port to listen on (8420; 0 takes any free one)
  POSTHORN_DATA_DIR       folder of the SQLite database and the encryption key (./data)
  POSTHORN_DATABASE_URL   postgres://\u2026 to let several gateways share the work (SQLite in the data folder)
  POSTHORN_PUBLIC_URL     where the gateway is reached from outside
"posthorn config check" shows all of them.

Examples:
  posthorn serve
  POSTHORN_HOST=0.0.0.0 POSTHORN_PUBLIC_URL=https://hooks.example.com posthorn serve`;
// src/commands/simulate.ts
const HOUR_MS = 36e5;
function addSimulateCommand(program, ctx) {
	addFaultOptions(program.command("simulate").summary("play a scenario against a gateway, in the place of Meta").description("Stands for Meta: sends a gateway the signed webhooks of a scenario, and repeats what it does not accept. The gateway needs a Meta app with this app id and app secret, and a channel with this phone number id.").argument("[scenario]", "conversation, busy-day, bsuid-only, faults, two-way, or the path of a scenario file", "conversation").option("--url <url>", "address of the gateway", baseUrl, "http://127.0.0.1:8420").requiredOption("--app-id <id>", "app id of the Meta app, as the gateway knows it").addOption(new Option("--app-secret <secret>", "app secret: webhooks are signed with it").conflicts("appSecretFile")).option("--app-secret-file <path>", "the same from a file, so that it is in no list of processes").option("--verify-token <token>", "first ask for the challenge, as Meta does when the callback URL is saved").option("--phone-number-id <id>", "number that the scenario is played on", "318940275561203").option("--waba-id <id>", "WhatsApp Business Account of that number", "204817563920415").option("--display-phone-number <digits>", "the number as people know it", "15557204418").option("--graph-port <port>", "also answer the Graph API there: the gateway can send to it", wholeNumber(0, 65535)).option("--access-token <token>", "what the gateway sends with; needed with --graph-port").option("--speed <factor>", "how many times as fast as written", factor, 1)).option("--seed <number>", "makes ids and faults repeatable", wholeNumber(0, 4294967295)).option("--json", "print one JSON object with what was sent and what became of it").addHelpText("after", AFTER_HELP$1).action((scenario, options) => simulate(ctx, scenario, options));
}
function addFaultOptions(command) {
	return command.option("--duplicates <share>", "part of the webhooks that is sent twice", ratio).option("--reorder <count>", "how many updates may overtake one another", wholeNumber(0, 1e3)).option("--delay-min <ms>", "shortest wait before each webhook, milliseconds", wholeNumber(0, HOUR_MS)).option("--delay-max <ms>", "longest wait before each webhook, milliseconds", wholeNumber(0, HOUR_MS)).option("--batch <count>", "most updates in one webhook", wholeNumber(1, 1e3)).option("--wrong-signatures <share>", "part that is also sent with a forged signature", ratio).option("--stale <share>", "part that is also sent 30 days old", ratio);
}
const AFTER_HELP$1 = `
Exit codes: 0 the gateway took everything that was true and refused everything that was forged, 1 it did not, 2 wrong options.

Examples:
  posthorn simulate --app-id 610023884417 --app-secret-file secret.txt --verify-token hello
  posthorn simulate busy-day --url https://hooks.example.com --app-id 610023884417 --app-secret "$SECRET" --speed 10
  posthorn simulate --app-id 610023884417 --app-secret "$SECRET" --duplicates 0.3 --reorder 5 --wrong-signatures 0.2 --json
  posthorn simulate two-way --app-id 610023884417 --app-secret "$SECRET" --graph-port 8430 --access-token "$TOKEN"`;
async function simulate({ output, setExitCode }, scenario, options) {
	const { playOnce } = await import("./part-CMhwMgPc.mjs").then((n) => n.t);
	const summary = await playOnce(toInput(scenario, options), output.note);
	if (options.json === true) printJson(output, summary);
	else for (const line of toLines(summary)) output.print(line);
	if (!isAsItShouldBe(summary)) setExitCode(EXIT.failed);
}
function toInput(scenario, options) {
	const { wabaId, phoneNumberId, displayPhoneNumber } = options;
	return {
		scenario,
		callbackUrl: `${options.url}/webhooks/meta/${encodeURIComponent(options.appId)}`,
		appId: options.appId,
		appSecret: readAppSecret(options),
		verifyToken: options.verifyToken ?? null,
		business: {
			wabaId,
			phoneNumberId,
			displayPhoneNumber
		},
		speed: options.speed,
		seed: options.seed ?? null,
		graph: readGraph(options),
		faults: readFaults(options)
	};
}
function readGraph({ graphPort, accessToken }) {
	if (graphPort === void 0) return null;
	if (accessToken !== void 0 && accessToken !== "") return {
		port: graphPort,
		accessToken
	};
	throw new CliError(EXIT.usage, "The access token is missing. Give --access-token <token> with --graph-port.");
}
function readAppSecret({ appSecret, appSecretFile }) {
	if (appSecret !== void 0) return appSecret;
	if (appSecretFile === void 0) throw new CliError(EXIT.usage, "The app secret is missing. Give --app-secret-file <path> or --app-secret <secret>.");
	try {
		return readFileSync(appSecretFile, "utf8").trim();
	} catch (cause) {
		throw new CliError(EXIT.usage, "The file of --app-secret-file cannot be read. Check its path and its mode.", { cause });
	}
}
function readFaults(options) {
	const given = {
		duplicatesRatio: options.duplicates,
		reorderWindow: options.reorder,
		delayMinMs: options.delayMin,
		delayMaxMs: options.delayMax ?? options.delayMin,
		batchMax: options.batch,
		wrongSignaturesRatio: options.wrongSignatures,
		staleRatio: options.stale
	};
	const faults = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== void 0));
	return Object.keys(faults).length === 0 ? null : faults;
}
function isAsItShouldBe(summary) {
	return summary.accepted === summary.webhooks && summary.forged_refused === summary.forged;
}
// src/program.ts
function createProgram(ctx) {
	const program = new Command("posthorn").description("Posthorn: the self-hosted webhook platform for WhatsApp Business.").version(readVersion(), "-V, --version", "print the version").helpOption("-h, --help", "show this help").helpCommand("help [command]", "show the help of a command").showHelpAfterError("Run it with --help to see what it takes.").exitOverride().configureHelp({ showGlobalOptions: false }).addHelpText("after", AFTER_HELP);
	addServeCommand(program, ctx);
	addDemoCommand(program, ctx);
	addSimulateCommand(program, ctx);
	addKeysCommand(program, ctx);
	addMembersCommand(program, ctx);
	addContactsCommand(program, ctx);
	addReplayCommand(program, ctx);
	addRecoverCommand(program, ctx);
	addDoctorCommand(program, ctx);
	addConfigCommand(program, ctx);
	addBackupCommand(program, ctx);
	addRestoreCommand(program, ctx);
	addMigrateCommand(program, ctx);
	addResealCommand(program, ctx);
	return program;
}
const AFTER_HELP = `
Examples:
  posthorn demo                          see the whole way of an event on this machine
  posthorn serve                         run the gateway, with its data in ./data
  posthorn config check                  what is set, and what is wrong with it
  posthorn doctor                        why nothing comes in from Meta, or goes out to it
  posthorn keys create --scope admin     a new way in when the first API key was lost
  POSTHORN_PORT=0 posthorn serve         settings are environment variables; each exists as \u2026_FILE too

In a clone of the repository write "npm run posthorn --" in place of "posthorn".

Exit codes: 0 done; 1 it could not be done, or not all of it; 2 the command line or the configuration is wrong.
Results go to standard output, everything else to standard error. POSTHORN_LOG_LEVEL=debug shows the stack of an error.`;
function readVersion() {
	const text = readFileSync(new URL("../package.json", new URL("../src/program.ts", import.meta.url).href), "utf8");
	return String(JSON.parse(text).version);
}
// src/main.ts
async function main(argv, env) {
	const output = createOutput();
	process.stdout.on("error", (error) => {
		if (!("code" in error) || error.code !== "EPIPE") throw error;
		process.exit();
	});
	try {
		await createProgram({
			env,
			output,
			setExitCode: (code) => process.exitCode = code
		}).parseAsync([...argv]);
	} catch (error) {
		const failure = describeFailure(error, env);
		if (failure.message !== null) output.note(failure.message);
		process.exitCode = failure.exitCode;
	}
}
export { main as t };
