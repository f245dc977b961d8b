#include "spaces/overridesmodel.h"

#include "base/literals.h"
#include "labels.h"
#include "timelabels.h"
#include "widgets/plainicon.h"
#include "widgets/statepill.h"

#include <QPainter>

#include <limits>

namespace parking::ui {

namespace {

QPixmap signOf(const domain::SpaceStatus &status, const Theme &theme)
{
    constexpr int kSign = 16;
    constexpr qreal kRatio = 2;
    QPixmap sign(QSize(kSign, kSign) * kRatio);
    sign.setDevicePixelRatio(kRatio);
    sign.fill(Qt::transparent);
    QPainter painter(&sign);
    painter.setRenderHint(QPainter::Antialiasing);
    paintStateSign(painter, QRectF(1, 1, kSign - 2, kSign - 2), status.state,
                   domain::Confidence::Fresh, theme);
    return sign;
}

} // namespace

OverridesModel::OverridesModel(const SiteModel &site, const Situation &situation,
                               const Theme &theme, QObject *parent)
    : QAbstractTableModel(parent), m_site(site), m_situation(situation), m_theme(theme)
{
    connect(&site, &SiteModel::modelAboutToBeReset, this, [this] {
        beginResetModel();
        m_spaces.clear();
        endResetModel();
    });
    connect(&site, &SiteModel::loaded, this, &OverridesModel::load);
    connect(&site, &SiteModel::statusesChanged, this, &OverridesModel::follow);
    connect(&situation, &Situation::nowChanged, this, &OverridesModel::tellAges);
    load();
}

QList<domain::SpaceId> OverridesModel::inForce() const
{
    QList<domain::SpaceId> spaces;
    for (int row = 0; row < m_site.count(); ++row) {
        const domain::SpaceStatus &status = m_site.status(row);
        if (status.reason == domain::StateReason::Override && status.inputs.operatorOverride)
            spaces.append(status.id);
    }
    return spaces;
}

void OverridesModel::load()
{
    beginResetModel();
    m_spaces = inForce();
    endResetModel();
}

void OverridesModel::follow()
{
    const QList<domain::SpaceId> spaces = inForce();
    const QSet<domain::SpaceId> stay(spaces.cbegin(), spaces.cend());
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (stay.contains(m_spaces[row]))
            continue;
        beginRemoveRows({}, row, row);
        m_spaces.removeAt(row);
        endRemoveRows();
    }
    for (int row = 0; row < spaces.size(); ++row) {
        if (row < rowCount() && m_spaces[row] == spaces[row])
            continue;
        beginInsertRows({}, row, row);
        m_spaces.insert(row, spaces[row]);
        endInsertRows();
    }
    if (!m_spaces.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void OverridesModel::tellAges()
{
    if (!m_spaces.isEmpty())
        Q_EMIT dataChanged(index(0, Since), index(rowCount() - 1, Until), {Qt::DisplayRole});
}

int OverridesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_spaces.size());
}

int OverridesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString OverridesModel::text(const domain::SpaceId &id, int column) const
{
    const int row = m_site.rowOf(id);
    if (row < 0)
        return {};
    const domain::Space &space = m_site.space(row);
    const domain::SpaceStatus &status = m_site.status(row);
    const domain::Override value = status.inputs.operatorOverride.value_or(domain::Override());
    const UtcTime now = m_situation.now();
    switch (column) {
    case Space:
        return space.code;
    case Place: {
        QStringList place{space.building, space.floor, space.zone};
        place.removeAll(QString());
        return place.join(u" · "_s);
    }
    case State:
        return labels::text(value.state);
    case Reason:
        return value.reason;
    case By:
        return value.actor;
    case Since:
        return labels::age(now - value.since);
    case Until:
        return value.until ? labels::until(*value.until, now) : tr("until taken back");
    }
    return {};
}

QVariant OverridesModel::sortKey(const domain::SpaceId &id, int column) const
{
    const int row = m_site.rowOf(id);
    if (column == Space || column == Place)
        return row; // the site's order
    if (row < 0 || (column != Since && column != Until))
        return text(id, column);
    const auto &value = m_site.status(row).inputs.operatorOverride;
    if (column == Since)
        return qlonglong(value ? toMillis(value->since) : 0);
    return value && value->until ? qlonglong(toMillis(*value->until))
                                 : std::numeric_limits<qlonglong>::max();
}

QVariant OverridesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const domain::SpaceId &space = m_spaces[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(space, index.column());
    case Qt::ToolTipRole:
        return index.column() == Reason ? text(space, Reason) : QVariant();
    case kSortRole:
        return sortKey(space, index.column());
    case Qt::DecorationRole:
        if (const int row = m_site.rowOf(space); row >= 0 && index.column() == State)
            return plainIcon(signOf(m_site.status(row), m_theme));
        return {};
    case Qt::ForegroundRole:
        return index.column() == Space ? QVariant() : QVariant(m_theme.tokens().text2);
    case Qt::TextAlignmentRole:
        return QVariant((index.column() == Since ? Qt::AlignRight : Qt::AlignLeft)
                        | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant OverridesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == Since ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    static constexpr std::array kTitles{
        QT_TR_NOOP("Space"),  QT_TR_NOOP("Place"), QT_TR_NOOP("State"), QT_TR_NOOP("Reason"),
        QT_TR_NOOP("Set by"), QT_TR_NOOP("Since"), QT_TR_NOOP("Until")};
    return tr(kTitles[size_t(section)]);
}

} // namespace parking::ui
