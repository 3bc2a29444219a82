// ../server/src/platform/slots.ts
var Slots = class {
	#values = [];
	#free = [];
	get size() {
		return this.#values.length - this.#free.length;
	}
	add(value) {
		const slot = this.#free.pop();
		if (slot === void 0) return this.#values.push(value) - 1;
		this.#values[slot] = value;
		return slot;
	}
	take(slot) {
		const value = this.#values[slot];
		if (value === void 0) return void 0;
		this.#values[slot] = void 0;
		this.#free.push(slot);
		return value;
	}
	takeAll() {
		const values = [...this];
		this.#values.length = 0;
		this.#free.length = 0;
		return values;
	}
	*[Symbol.iterator]() {
		for (const value of this.#values) if (value !== void 0) yield value;
	}
};
export { Slots as t };
