// A certificate for x509Certificates: self-signed, made for this purpose, its key thrown away.

/** The DER encoding in base64 (RFC 7643 §4.1.2). */
export const certificate =
  'MIIBdzCCAR2gAwIBAgIUNjvjKGnUqof0o4KedJ9u2heh6bowCgYIKoZIzj0EAwIwEDEOMAwGA1UEAwwFc2NpbWMwIBcNMjYxMTIy' +
  'MDE0MjE0WhgPMjEyNjEwMjkwMTQyMTRaMBAxDjAMBgNVBAMMBXNjaW1jMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENtKW725P' +
  'Uoz3wm1NpT5ag/RmxxBOkHDDArLmCVAXDtO1EnAZWhgbnyynU7KAHRX5EkxiEabFeUORFgS5WqymBqNTMFEwHQYDVR0OBBYEFL6s' +
  'JNXZGuDjaSVqp1GAa1J1BiJ5MB8GA1UdIwQYMBaAFL6sJNXZGuDjaSVqp1GAa1J1BiJ5MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZI' +
  'zj0EAwIDSAAwRQIgP7CdVaUliYc+lmEPHSqOTB1Gf/S34G4pMU5lLkqpbsUCIQDGnrM3amcqPaES1T3zPOC05IRIkA5CQrZAVOqH' +
  'Hv+nSQ=='
