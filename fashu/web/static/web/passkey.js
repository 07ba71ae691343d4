/* Passkeys: asks the device, and sends its answer with the form around the button.
   <form data-passkey="make|use" data-question="/address/"> with a hidden field "answer",
   a button [data-passkey-go] and a place for words [data-passkey-words]. */
"use strict";
addEventListener("DOMContentLoaded", () => {
  const english = document.documentElement.lang === "en";
  const WORDS = english
    ? {
        NotAllowedError: "It was not confirmed, or took too long. Please try again.",
        InvalidStateError: "This device holds a passkey of this account already.",
        SecurityError: "Passkeys do not work at this address. Please open the platform at its own.",
      }
    : {
        NotAllowedError: "没有完成验证，或者等待太久。请重试。",
        InvalidStateError: "这个设备上已经有本账号的通行密钥。",
        SecurityError: "当前网址不能使用通行密钥。请用本平台的正式网址打开。",
      };
  const FAILED = english
    ? "It did not work. Please try again, or choose another way."
    : "没有完成。请重试，或者换一种方式。";
  const CONFIRM = english
    ? "Confirm with your fingerprint, face or PIN as your device asks."
    : "请按设备的提示验证指纹、面容或者 PIN。";

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

  const make = async (asked) => {
    const publicKey = {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: named(asked.excludeCredentials),
    };
    const made = await navigator.credentials.create({ publicKey });
    return {
      ...common(made),
      response: {
        clientDataJSON: text(made.response.clientDataJSON),
        attestationObject: text(made.response.attestationObject),
        transports: made.response.getTransports?.() ?? [],
      },
    };
  };
  const use = async (asked) => {
    const publicKey = {
      ...asked,
      challenge: bytes(asked.challenge),
      allowCredentials: named(asked.allowCredentials),
    };
    const used = await navigator.credentials.get({ publicKey });
    const handle = used.response.userHandle;
    return {
      ...common(used),
      response: {
        clientDataJSON: text(used.response.clientDataJSON),
        authenticatorData: text(used.response.authenticatorData),
        signature: text(used.response.signature),
        userHandle: handle ? text(handle) : null,
      },
    };
  };
  const common = (credential) => ({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  });

  const go = async (form) => {
    const what = form.dataset.passkey;
    const body = new URLSearchParams({ what });
    const token = form.elements.csrfmiddlewaretoken.value;
    const reply = await fetch(form.dataset.question, {
      method: "POST", body, headers: { "X-CSRFToken": token },
    });
    if (!reply.ok) throw new Error(String(reply.status));
    const answer = await (what === "make" ? make : use)(await reply.json());
    form.elements.answer.value = JSON.stringify(answer);
    form.submit();
  };

  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("[data-passkey-go]");
    const words = form.querySelector("[data-passkey-words]");
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    button.addEventListener("click", async () => {
      button.disabled = true;
      words.textContent = CONFIRM;
      try {
        await go(form);
      } catch (error) {
        words.textContent = WORDS[error.name] ?? FAILED;
        button.disabled = false;
      }
    });
  }
});
