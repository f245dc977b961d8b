#include "map/layoutedit.h"

#include <QRectF>
#include <QTransform>

#include <algorithm>
#include <cmath>

namespace parking::ui {

using domain::Placement;
using domain::SpaceId;

namespace {

constexpr double kLeast = 0.5; // metres
constexpr double kMost = 50;
constexpr double kTouch = 0.05; // that neighbours may share
constexpr double kAround = 3; // metres that a picture shows beside the spaces
constexpr int kMostSteps = 100;

double cut(double metres)
{
    return std::clamp(metres, kLeast, kMost);
}

double upright(double degrees)
{
    const double turned = std::fmod(degrees, 360.0);
    return turned < 0 ? turned + 360 : turned;
}

bool isTurned(const Placement &p)
{
    return qRound(p.rotation / 90) % 2 != 0;
}

} // namespace

double snapped(double metres)
{
    return std::round(metres / kLayoutGrid) * kLayoutGrid;
}

QRectF boxOf(const Placement &p)
{
    const double w = isTurned(p) ? p.h : p.w;
    const double h = isTurned(p) ? p.w : p.h;
    return {p.x - w / 2, p.y - h / 2, w, h};
}

QRectF fitted(const QSizeF &picture, const QSizeF &floorM)
{
    const QSizeF size = picture.scaled(floorM, Qt::KeepAspectRatio);
    const QSizeF rest = floorM - size;
    const bool isWhole = rest.width() + rest.height() < kTouch; // pixels are whole, metres are not
    return isWhole ? QRectF() : QRectF({rest.width() / 2, rest.height() / 2}, size);
}

QRectF covering(const QSizeF &picture, const QRectF &spaces)
{
    const QRectF wanted = spaces.adjusted(-kAround, -kAround, kAround, kAround);
    QRectF area({}, picture.scaled(wanted.size(), Qt::KeepAspectRatioByExpanding));
    area.moveCenter(wanted.center());
    return area;
}

FloorSheet sheetOf(const domain::Floor &floor)
{
    return {floor.picture, floor.pictureType, floor.widthM, floor.heightM, floor.plan.backdrop};
}

void putOn(domain::Floor &floor, const FloorSheet &sheet)
{
    floor.picture = sheet.picture;
    floor.pictureType = sheet.type;
    floor.widthM = sheet.widthM;
    floor.heightM = sheet.heightM;
    floor.plan.backdrop = sheet.backdrop;
}

LayoutEdit::LayoutEdit(const Placements &stored, const Placements &shown, const FloorSheet &sheet)
    : m_stored(stored), m_shown{shown, sheet}, m_current(m_shown)
{
}

Placements LayoutEdit::changes() const
{
    Placements changed;
    if (m_current.placements == m_shown.placements)
        return changed;
    for (auto it = placements().cbegin(); it != placements().cend(); ++it) {
        if (m_stored.value(it.key()) != it.value())
            changed.insert(it.key(), it.value());
    }
    return changed;
}

Placements LayoutEdit::seen() const
{
    Placements stored;
    const Placements changed = changes();
    for (auto it = changed.cbegin(); it != changed.cend(); ++it)
        stored.insert(it.key(), m_stored.value(it.key()));
    return stored;
}

QSet<SpaceId> LayoutEdit::overlapping() const
{
    QList<std::pair<QRectF, SpaceId>> boxes;
    for (auto it = placements().cbegin(); it != placements().cend(); ++it) {
        if (*it)
            boxes.append({boxOf(**it).adjusted(kTouch, kTouch, -kTouch, -kTouch), it.key()});
    }
    std::sort(boxes.begin(), boxes.end(),
              [](const auto &a, const auto &b) { return a.first.left() < b.first.left(); });
    QSet<SpaceId> found;
    for (qsizetype i = 0; i < boxes.size(); ++i) {
        for (qsizetype j = i + 1;
             j < boxes.size() && boxes[j].first.left() < boxes[i].first.right(); ++j) {
            if (boxes[i].first.intersects(boxes[j].first))
                found << boxes[i].second << boxes[j].second;
        }
    }
    return found;
}

QRectF LayoutEdit::storedExtent() const
{
    QRectF extent;
    for (auto it = placements().cbegin(); it != placements().cend(); ++it) {
        if (*it && m_stored.value(it.key()))
            extent |= boxOf(**it);
    }
    return extent;
}

void LayoutEdit::setSheet(const FloorSheet &sheet)
{
    State next{m_current.placements, sheet};
    const bool hasPicture = !sheet.picture.isEmpty();
    if (hasPicture == m_current.sheet.picture.isEmpty()) {
        for (auto space = next.placements.begin(); space != next.placements.end(); ++space) {
            const std::optional<Placement> generated = m_shown.placements.value(space.key());
            if (m_stored.value(space.key()) || (*space && *space != generated))
                continue; // somebody put it there
            *space = hasPicture ? std::nullopt : generated;
        }
    }
    step(next);
}

void LayoutEdit::step(const State &next)
{
    if (next == m_current)
        return;
    m_undo.append(m_current);
    if (m_undo.size() > kMostSteps)
        m_undo.removeFirst();
    m_redo.clear();
    m_current = next;
}

void LayoutEdit::undo()
{
    if (m_undo.isEmpty())
        return;
    m_redo.append(m_current);
    m_current = m_undo.takeLast();
}

void LayoutEdit::redo()
{
    if (m_redo.isEmpty())
        return;
    m_undo.append(m_current);
    m_current = m_redo.takeLast();
}

QList<SpaceId> LayoutEdit::placed(const QSet<SpaceId> &spaces) const
{
    QList<SpaceId> found;
    for (const SpaceId &id : spaces) {
        if (placements().value(id))
            found.append(id);
    }
    return found;
}

void LayoutEdit::edit(const QSet<SpaceId> &spaces, const std::function<void(Placement &)> &change)
{
    Placements next = placements();
    for (const SpaceId &id : placed(spaces))
        change(*next[id]);
    step(next);
}

void LayoutEdit::move(const QSet<SpaceId> &spaces, const QPointF &by)
{
    edit(spaces, [&by](Placement &p) {
        p.x += by.x();
        p.y += by.y();
    });
}

void LayoutEdit::setSize(const QSet<SpaceId> &spaces, std::optional<double> w,
                         std::optional<double> h)
{
    edit(spaces, [&](Placement &p) {
        p.w = w ? cut(*w) : p.w;
        p.h = h ? cut(*h) : p.h;
    });
}

void LayoutEdit::moveEdges(SpaceId space, const QSet<Edge> &edges, const QPointF &by)
{
    edit({space}, [&](Placement &p) {
        QRectF box = boxOf(p);
        if (edges.contains(Edge::Left))
            box.setLeft(std::min(snapped(box.left() + by.x()), box.right() - kLeast));
        if (edges.contains(Edge::Right))
            box.setRight(std::max(snapped(box.right() + by.x()), box.left() + kLeast));
        if (edges.contains(Edge::Top))
            box.setTop(std::min(snapped(box.top() + by.y()), box.bottom() - kLeast));
        if (edges.contains(Edge::Bottom))
            box.setBottom(std::max(snapped(box.bottom() + by.y()), box.top() + kLeast));
        p.x = box.center().x();
        p.y = box.center().y();
        p.w = cut(isTurned(p) ? box.height() : box.width());
        p.h = cut(isTurned(p) ? box.width() : box.height());
    });
}

void LayoutEdit::rotate(const QSet<SpaceId> &spaces, double degrees)
{
    QRectF all;
    for (const SpaceId &id : placed(spaces))
        all |= boxOf(*placements().value(id));
    const QTransform turn = QTransform().rotate(degrees);
    const QPointF middle = all.center();
    edit(spaces, [&](Placement &p) {
        const QPointF centre = middle + turn.map(QPointF(p.x, p.y) - middle);
        p.x = centre.x();
        p.y = centre.y();
        p.rotation = upright(p.rotation + degrees);
    });
}

void LayoutEdit::mirror(const QSet<SpaceId> &spaces, Qt::Orientation across)
{
    QRectF all;
    for (const SpaceId &id : placed(spaces))
        all |= boxOf(*placements().value(id));
    edit(spaces, [&](Placement &p) {
        if (across == Qt::Horizontal)
            p.x = all.left() + all.right() - p.x;
        else
            p.y = all.top() + all.bottom() - p.y;
        p.rotation = upright(-p.rotation);
    });
}

void LayoutEdit::align(const QSet<SpaceId> &spaces, Edge edge)
{
    QRectF all;
    for (const SpaceId &id : placed(spaces))
        all |= boxOf(*placements().value(id));
    edit(spaces, [&](Placement &p) {
        const QRectF box = boxOf(p);
        switch (edge) {
        case Edge::Left:
            p.x += all.left() - box.left();
            break;
        case Edge::Right:
            p.x += all.right() - box.right();
            break;
        case Edge::Top:
            p.y += all.top() - box.top();
            break;
        case Edge::Bottom:
            p.y += all.bottom() - box.bottom();
            break;
        }
    });
}

void LayoutEdit::distribute(const QSet<SpaceId> &spaces, Qt::Orientation along)
{
    QList<SpaceId> order = placed(spaces);
    if (order.size() < 3)
        return;
    const auto place = [&](const SpaceId &id) {
        const Placement p = *placements().value(id);
        return along == Qt::Horizontal ? p.x : p.y;
    };
    std::sort(order.begin(), order.end(), [&](const SpaceId &a, const SpaceId &b) {
        return place(a) != place(b) ? place(a) < place(b) : a < b;
    });
    const double first = place(order.first());
    const double pitch = (place(order.last()) - first) / double(order.size() - 1);
    Placements next = placements();
    for (qsizetype i = 0; i < order.size(); ++i)
        (along == Qt::Horizontal ? next[order[i]]->x : next[order[i]]->y) =
            first + pitch * double(i);
    step(next);
}

Placements LayoutEdit::rowOf(const QList<SpaceId> &spaces, const QPointF &from,
                             const QPointF &to) const
{
    Placements row;
    if (spaces.isEmpty())
        return row;
    const QPointF way = to - from;
    const bool across = std::abs(way.x()) >= std::abs(way.y());
    const double length = across ? way.x() : way.y();
    const double w = placements().value(spaces.first()).value_or(Placement()).w;
    const int count = std::clamp(int(std::lround(std::abs(length) / w)), 1, int(spaces.size()));
    for (int i = 0; i < count; ++i) {
        Placement p = placements().value(spaces[i]).value_or(Placement());
        const double along = (i + 0.5) * w * (length < 0 ? -1 : 1);
        p.rotation = across ? 0 : 90;
        p.x = snapped(from.x()) + (across ? along : 0);
        p.y = snapped(from.y()) + (across ? 0 : along);
        row.insert(spaces[i], p);
    }
    return row;
}

int LayoutEdit::row(const QList<SpaceId> &spaces, const QPointF &from, const QPointF &to)
{
    const Placements row = rowOf(spaces, from, to);
    Placements next = placements();
    next.insert(row);
    step(next);
    return int(row.size());
}

void LayoutEdit::unplace(const QSet<SpaceId> &spaces)
{
    Placements next = placements();
    for (const SpaceId &id : placed(spaces))
        next[id].reset();
    step(next);
}

} // namespace parking::ui
