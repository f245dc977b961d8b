#include "domain/lampqueue.h"

#include <algorithm>

namespace parking::domain {

bool mayBeOnAir(const QList<LampQueueItem> &items, const QString &deviceClass, bool isListening)
{
    if (items.isEmpty())
        return false;
    if (!isClassA(deviceClass) || isListening)
        return true;
    return std::any_of(items.cbegin(), items.cend(), [](const LampQueueItem &item) {
        return item.isPending || item.isAtGateway;
    });
}

} // namespace parking::domain
