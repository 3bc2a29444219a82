import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { i as keyFingerprint } from "./part-DZLxK-uS.mjs";
import { b as deriveKey } from "./part-DcNb6zUf.mjs";
import assert from "node:assert/strict";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
// ../server/src/platform/secrets/secret-box.ts
const CIPHER = "aes-256-gcm";
const VERSION = "v1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEYS_MAX = 2;
var SecretBox = class {
	fingerprints;
	#keys;
	#sealingId;
	constructor(keys) {
		assert(keys.length <= KEYS_MAX);
		assert(keys.every((key) => key.length === 32));
		this.fingerprints = keys.map(keyFingerprint);
		const [sealingId] = this.fingerprints;
		assert(sealingId !== void 0);
		this.#sealingId = sealingId;
		this.#keys = new Map(keys.map((key) => [keyFingerprint(key), deriveKey(key, "secret-box")]));
		assert(this.#keys.size === keys.length);
	}
	seal(clear) {
		const nonce = randomBytes(NONCE_BYTES);
		const cipher = createCipheriv(CIPHER, this.#keyOf(this.#sealingId), nonce, { authTagLength: TAG_BYTES });
		cipher.setAAD(headerOf(this.#sealingId));
		const sealed = Buffer.concat([
			cipher.update(clear, "utf8"),
			cipher.final(),
			cipher.getAuthTag()
		]);
		return [
			VERSION,
			this.#sealingId,
			nonce.toString("base64url"),
			sealed.toString("base64url")
		].join(".");
	}
	isSealedWithFirst(sealed) {
		return sealed.startsWith(`${VERSION}.${this.#sealingId}.`);
	}
	open(sealed) {
		const [version, keyId, nonceText, bodyText, ...rest] = sealed.split(".");
		if (version !== VERSION || keyId === void 0 || nonceText === void 0 || bodyText === void 0 || rest.length > 0) throw new PosthornError("internal", "A stored secret does not have the form of a sealed one.");
		const key = this.#keyOf(keyId);
		const nonce = Buffer.from(nonceText, "base64url");
		const body = Buffer.from(bodyText, "base64url");
		if (nonce.length !== NONCE_BYTES || body.length < TAG_BYTES) throw damaged();
		const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
		decipher.setAAD(headerOf(keyId));
		decipher.setAuthTag(body.subarray(-16));
		const start = decipher.update(body.subarray(0, -16));
		try {
			return Buffer.concat([start, decipher.final()]).toString("utf8");
		} catch {
			throw damaged();
		}
	}
	#keyOf(keyId) {
		const key = this.#keys.get(keyId);
		if (key !== void 0) return key;
		throw new PosthornError("config_invalid", `A stored secret was encrypted with a key that POSTHORN_ENCRYPTION_KEY does not hold (configured: ${this.fingerprints.join(", ")}). Add that key as the second one.`);
	}
};
function headerOf(keyId) {
	return Buffer.from(`${VERSION}.${keyId}`, "utf8");
}
function damaged() {
	return new PosthornError("internal", "A stored secret was changed after it was encrypted, or cut.");
}
export { SecretBox as t };
