#pragma once

#include "events/eventlabels.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace parking::ui {

/// Bytes, 8 a row, with their index under them; some of them are marked.
class ByteBox : public QWidget {
    Q_OBJECT

public:
    explicit ByteBox(const Theme &theme, QWidget *parent = nullptr);

    void setBytes(const QByteArray &bytes);
    void setMarked(int first, int last); ///< -1: none
    int marked() const { return m_first; }
    QSize sizeHint() const override;
    QRect cellOf(int byte) const;

Q_SIGNALS:
    void pointed(int byte); ///< -1: at none

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    int rows() const;

    const Theme &m_theme;
    QByteArray m_bytes;
    int m_first = -1;
    int m_last = -1;
};

/// A payload with what was decoded from it: a field marks its bytes, and a byte its field. Where
/// nobody can tell which bytes say what, that is said.
class PayloadView : public QWidget {
    Q_OBJECT

public:
    explicit PayloadView(const Theme &theme, QWidget *parent = nullptr);

    void setReading(const domain::Reading &reading);
    void setBytes(const QByteArray &bytes, qint64 whole); ///< of a message that nobody decodes
    ByteBox &bytes() { return *m_box; }
    int fieldCount() const { return int(m_rows.size()); }
    QWidget *fieldRow(int field) const { return m_rows[field]; }
    int markedField() const { return m_marked; }

Q_SIGNALS:
    void copyAsked(const QByteArray &bytes);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override; ///< of rows

private:
    void fill(const QList<labels::FieldWords> &fields);
    void mark(int field);

    const Theme &m_theme;
    QByteArray m_bytes;
    QList<labels::FieldWords> m_fields;
    int m_marked = -1;
    QLabel *m_size;
    ByteBox *m_box;
    QLabel *m_type;
    QLabel *m_none;
    QVBoxLayout *m_list;
    QList<QWidget *> m_rows;
};

} // namespace parking::ui
