// Answers of whatever stands at ChirpStack's address. The first byte: in pieces of how many bytes
// they come.

#include "chirpstack/httpreader.h"
#include "fuzzing.h"

using namespace parking;

namespace {

constexpr qint64 kMostBody = 4096;

struct Answer {
    int status;
    QByteArray body;
    bool isDone;
    bool isWrong;

    bool operator==(const Answer &) const = default;
};

Answer read(const QByteArray &bytes, qsizetype piece)
{
    chirpstack::HttpReader reader(kMostBody);
    for (qsizetype at = 0; at < bytes.size(); at += piece)
        reader.take(bytes.mid(at, piece));
    reader.end();
    fuzz::promise(reader.body().size() <= kMostBody, "no more is held than is allowed");
    fuzz::promise(!(reader.isDone() && !reader.problem().isEmpty()), "whole or wrong");
    return {reader.status(), reader.isDone() ? reader.body() : QByteArray(), reader.isDone(),
            !reader.problem().isEmpty()};
}

} // namespace

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray bytes = fuzz::bytesOf(data + 1, size - 1);
    fuzz::promise(read(bytes, 1 + data[0] % 64) == read(bytes, qMax<qsizetype>(1, bytes.size())),
                  "the network's pieces change nothing");
    return 0;
}
