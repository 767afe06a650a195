-- The channel binding tls-exporter (RFC 9266) of the client's connection, in base64; needs tune.ssl.keylog on.
core.register_fetches("tls_exporter", function(txn)
    local secret = txn.f:ssl_fc_exporter_secret()
    local bits = #secret == 96 and 384 or 256 -- of the hash of the cipher suite; the secret is as long, in hex

    -- HKDF-Expand-Label of no more than one block (RFC 8446 section 7.1)
    local function expand(key, label, context, length)
        local info = string.pack(">I2s1s1", length, "tls13 " .. label, context) .. "\1"
        return txn.c:hmac(info, "sha" .. bits, txn.c:base64(key)):sub(1, length)
    end

    -- TLS-Exporter with an empty context (RFC 8446 section 7.5)
    local key = secret:gsub("%x%x", function(octet) return string.char(tonumber(octet, 16)) end)
    local nothing = txn.c:sha2("", bits)
    local derived = expand(key, "EXPORTER-Channel-Binding", nothing, bits // 8)
    return txn.c:base64(expand(derived, "exporter", nothing, 32))
end)
